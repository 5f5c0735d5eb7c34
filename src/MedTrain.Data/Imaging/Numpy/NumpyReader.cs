using MedTrain.Data.Imaging.Raster;

namespace MedTrain.Data.Imaging.Numpy;

/// <summary>
/// Reads images from NumPy arrays: <c>[H, W]</c> and <c>[H, W, 3]</c> (or 1, 2, 4 components) as pictures, <c>[D, H, W]</c> and
/// <c>[D, H, W, 1]</c> as volumes. Arrays say nothing about millimetres: spacing is 1. Managed code, read in this process.
/// </summary>
public static class NumpyReader
{
    /// <summary>Largest last axis that is taken for the components of a picture.</summary>
    private const int MaxComponents = 4;

    /// <summary>Reads one image.</summary>
    /// <param name="path">A <c>.npy</c> or <c>.npz</c> file; <c>FILE#ARRAY/NUMBER</c> for one of many (see <see cref="ImageAddress"/>).</param>
    /// <param name="options">The limit on voxels.</param>
    /// <exception cref="UnreadableImageException">Damaged, truncated, no numbers, of a shape that is no image, or too large.</exception>
    public static Volume Read(string path, ReadOptions options)
    {
        try
        {
            return ReadChecked(path, options);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or OverflowException or OutOfMemoryException or NotSupportedException)
        {
            throw new UnreadableImageException(path, DescribeFailure(e), e);
        }
    }

    /// <summary>A table of numbers, such as the labels that come with an archive's images.</summary>
    /// <param name="path">A <c>.npy</c> or <c>.npz</c> file.</param>
    /// <param name="array">Name of the array in an archive; null in a <c>.npy</c> file.</param>
    /// <returns>Per element of the first axis its numbers.</returns>
    /// <exception cref="UnreadableImageException">As <see cref="Read"/>.</exception>
    public static double[][] ReadTable(string path, string? array)
    {
        try
        {
            NumpyFile file = NumpyFile.Open(path);
            NpyHeader header = file.Header(array);
            if (header.Shape.Count is < 1 or > 2 || (header.FortranOrder && header.Shape.Count == 2))
            {
                throw new InvalidDataException($"array '{array}' of shape [{string.Join(", ", header.Shape)}] is no table of labels");
            }
            var values = new double[header.Count];
            header.Type.Convert(file.Elements(array), values);
            int width = header.Shape.Count == 1 ? 1 : (int)header.Shape[1];
            return [.. Enumerable.Range(0, (int)header.Shape[0]).Select(row => values.AsSpan(row * width, width).ToArray())];
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or OverflowException)
        {
            throw new UnreadableImageException(path, DescribeFailure(e), e);
        }
    }

    /// <summary>Names and shapes of the arrays of an archive.</summary>
    /// <exception cref="UnreadableImageException">As <see cref="Read"/>.</exception>
    public static IReadOnlyList<(string Name, IReadOnlyList<long> Shape)> ReadShapes(string path)
    {
        try
        {
            NumpyFile file = NumpyFile.Open(path);
            return [.. file.ArrayNames().Select(name => (name, file.Header(name).Shape))];
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or OverflowException)
        {
            throw new UnreadableImageException(path, DescribeFailure(e), e);
        }
    }

    private static Volume ReadChecked(string path, ReadOptions options)
    {
        ImageAddress address = ImageAddress.Parse(path);
        CheckSize(address, options);
        (byte[] bytes, IReadOnlyList<long> shape) = NumpyElements.Read(address, out NpyHeader header);
        (GridSize size, int components) = Layout(shape, header);
        var values = new double[bytes.Length / header.Type.BytesPerElement];
        header.Type.Convert(bytes, values);
        float[] samples = Array.ConvertAll(values, value => (float)value);
        if (header.FortranOrder)
        {
            samples = ToRowMajor(samples, shape);
        }
        var steps = new List<string>();
        float[] voxels = RasterColours.ToGrey(path, samples, components, steps);
        long notFinite = voxels.LongCount(value => !float.IsFinite(value));
        string[] warnings = notFinite > 0 ? [$"{notFinite} of {voxels.Length} voxels are NaN or infinite"] : [];
        return new Volume(voxels, Geometry.Unplaced(size, Vector3.One), Describe(header, shape, samples, voxels, options), steps, warnings);
    }

    /// <summary>Before memory is taken: the header's claim against the limit.</summary>
    private static void CheckSize(ImageAddress address, ReadOptions options)
    {
        NpyHeader header = NumpyFile.Open(address.File).Header(address.Array);
        long voxels = address.Index is null || header.Shape is [] or [0, ..] ? header.Count : header.Count / header.Shape[0];
        if (voxels > options.MaxVoxels || voxels * sizeof(double) > Array.MaxLength * 4L)
        {
            throw new InvalidDataException($"its header claims {voxels} elements an image, more than the limit of {options.MaxVoxels}");
        }
    }

    private static (GridSize Size, int Components) Layout(IReadOnlyList<long> shape, NpyHeader header)
    {
        if (shape.Count is < 2 or > 4 || shape.Any(size => size is < 1 or > int.MaxValue))
        {
            throw new InvalidDataException($"an array of shape [{string.Join(", ", header.Shape)}] is no image; read are [H, W], [H, W, C], [D, H, W] and [D, H, W, 1]");
        }
        int[] s = [.. shape.Select(size => (int)size)];
        return s switch
        {
            [var h, var w] => (new GridSize(w, h, 1), 1),
            [var h, var w, <= MaxComponents and var c] => (new GridSize(w, h, 1), c),
            [var d, var h, var w] => (new GridSize(w, h, d), 1),
            [var d, var h, var w, 1] => (new GridSize(w, h, d), 1),
            _ => throw new InvalidDataException($"a volume of {s[3]} components per voxel is not read; save one component"),
        };
    }

    /// <summary>From the first axis fastest to the last axis fastest.</summary>
    private static float[] ToRowMajor(float[] samples, IReadOnlyList<long> shape)
    {
        var turned = new float[samples.Length];
        var at = new long[shape.Count];
        for (long from = 0; from < samples.Length; from++)
        {
            long to = 0;
            for (int axis = 0; axis < at.Length; axis++)
            {
                to = (to * shape[axis]) + at[axis];
            }
            turned[to] = samples[from];
            for (int axis = 0; axis < at.Length && ++at[axis] == shape[axis]; axis++)
            {
                at[axis] = 0;
            }
        }
        return turned;
    }

    private static ImageHeader Describe(NpyHeader header, IReadOnlyList<long> shape, float[] samples, float[] voxels, ReadOptions options) => new()
    {
        Format = "NumPy",
        DataType = header.Type.Name,
        StoredShape = [.. shape.Reverse()],
        TransferSyntax = header.Type.Swapped ? "big-endian" : null,
        StoredStatistics = options.WithStatistics ? ValueStatistics.Of(samples) : null,
        RescaledStatistics = options.WithStatistics ? ValueStatistics.Of(voxels) : null,
    };

    private static string DescribeFailure(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file",
        EndOfStreamException => $"truncated: {e.Message}; copy or download it again",
        OverflowException => "its header claims an array larger than any memory",
        OutOfMemoryException => "it needs more memory than this machine has",
        InvalidDataException when e.Message.Contains("Central Directory", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("archive entry", StringComparison.Ordinal) || e.Message.Contains("local file header", StringComparison.OrdinalIgnoreCase) =>
            "the ZIP archive is damaged; copy or download it again",
        _ => e.Message,
    };
}

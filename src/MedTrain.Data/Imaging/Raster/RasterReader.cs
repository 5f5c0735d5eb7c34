namespace MedTrain.Data.Imaging.Raster;

/// <summary>
/// Reads PNG, JPEG and TIFF pictures of 8 or 16 bits, grey or colour, through ITK; colour becomes grey as a named step. Such files
/// say nothing reliable about millimetres: spacing is 1. Decodes natively: a program reads through <see cref="Workers.DecodeWorkers"/>.
/// </summary>
public static class RasterReader
{
    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">png, jpeg or tiff.</param>
    /// <param name="options">Limits; <see cref="ReadOptions.Frame"/> chooses a page of a TIFF file.</param>
    /// <exception cref="UnreadableImageException">Damaged, truncated, or of a kind that is not read.</exception>
    public static Volume Read(string path, string format, ReadOptions options)
    {
        if (format == "png")
        {
            PngStructure.Check(path);
        }
        else if (format == "tiff")
        {
            TiffStructure.Check(path);
        }
        using var file = new ItkFile(path, format, options.MaxVoxels);
        ItkHeader header = file.Header;
        var steps = new List<string>();
        var warnings = new List<string>();
        if (format == "jpeg" && header.Components == 4)
        {
            throw new UnreadableImageException(path, "a CMYK JPEG picture, made for printing; convert it to grey or RGB");
        }
        float[] samples = file.Read();
        ValueStatistics? stored = options.WithStatistics ? ValueStatistics.Of(samples) : null;
        float[] voxels = RasterColours.ToGrey(path, samples, header.Components, steps);
        GridSize size = Pages(path, header, options, ref voxels, steps, warnings);
        return new Volume(voxels, Geometry.Unplaced(size, Vector3.One), Describe(format, header, stored, options, voxels), steps, warnings);
    }

    private static GridSize Pages(
        string path, ItkHeader header, ReadOptions options, ref float[] voxels, List<string> steps, List<string> warnings)
    {
        int pages = header.Size.Length > 2 ? (int)header.Size[2] : 1;
        (int width, int height) = ((int)header.Size[0], (int)header.Size[1]);
        if (options.Frame is int page && pages > 1)
        {
            if (page < 0 || page >= pages)
            {
                throw new UnreadableImageException(path, $"has no page {page}; it holds {pages}, numbered from 0");
            }
            voxels = voxels.AsSpan(page * width * height, width * height).ToArray();
            steps.Add($"page {page} of {pages}");
            return new GridSize(width, height, 1);
        }
        if (pages > 1)
        {
            warnings.Add($"{pages} pages are stacked along z, 1 mm apart");
        }
        return new GridSize(width, height, pages);
    }

    private static ImageHeader Describe(
        string format, ItkHeader header, ValueStatistics? stored, ReadOptions options, float[] voxels) => new()
    {
        Format = format.ToUpperInvariant(),
        DataType = header.Components == 1 ? header.ComponentType : $"{header.ComponentType} × {header.Components}",
        StoredShape = header.Size,
        Photometric = header.Components >= 3 ? "RGB" : "grey",
        StoredStatistics = stored,
        RescaledStatistics = options.WithStatistics ? ValueStatistics.Of(voxels) : null,
    };
}

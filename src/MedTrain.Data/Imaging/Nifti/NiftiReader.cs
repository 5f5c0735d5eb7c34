using System.Buffers;
using System.Globalization;

namespace MedTrain.Data.Imaging.Nifti;

/// <summary>
/// Reads NIfTI-1 and NIfTI-2: .nii, .nii.gz and .hdr/.img pairs (either may be named, each may be .gz), in either byte order.
/// Strict: every field that matters is checked and a file shorter than its header claims is an error. The axes stay as stored;
/// the affine is chosen as nibabel chooses it and turned from RAS to LPS.
/// </summary>
/// <remarks>The format: https://nifti.nimh.nih.gov (nifti1.h, nifti2.h). It is read in managed code, in this process.</remarks>
public static class NiftiReader
{
    private const int ChunkBytes = 1 << 17;

    /// <summary>Reads one volume.</summary>
    /// <param name="path">A .nii, .nii.gz, .hdr or .img file.</param>
    /// <param name="options"><see cref="ReadOptions.VolumeIndex"/> chooses from a 4D file.</param>
    /// <exception cref="UnreadableImageException">Missing, damaged, truncated, refused, or several volumes and none chosen.</exception>
    public static Volume Read(string path, ReadOptions options)
    {
        try
        {
            return ReadChecked(path, options);
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or OverflowException)
        {
            throw new UnreadableImageException(path, NiftiFile.DescribeFailure(e), e);
        }
    }

    private static Volume ReadChecked(string path, ReadOptions options)
    {
        NiftiFile file = NiftiFile.Open(path);
        NiftiHeader header = file.Header;
        var warnings = new List<string>();
        var steps = new List<string>();
        NiftiDataType type = NiftiLayout.DataType(header);
        GridSize size = NiftiLayout.Size(header, options.MaxVoxels);
        long volumes = NiftiLayout.VolumeCount(header);
        long volume = NiftiLayout.ChosenVolume(volumes, options.VolumeIndex);
        if (volumes > 1)
        {
            steps.Add($"volume {volume} of {volumes}");
        }
        Geometry geometry = NiftiLayout.Place(header, size, steps, warnings);
        (double slope, double intercept) = NiftiLayout.Scaling(header, steps);
        if (type.Step is not null)
        {
            steps.Add(type.Step);
        }

        long volumeBytes = size.Count * type.BytesPerVoxel;
        float[] voxels;
        using (Stream data = file.OpenData(checked(volumeBytes * volumes)))
        {
            voxels = GC.AllocateUninitializedArray<float>((int)size.Count); // only now that the file is known to be long enough
            NiftiFile.Skip(data, volumeBytes * volume);
            ReadVoxels(data, header, type, voxels, slope, intercept);
            NiftiFile.Skip(data, volumeBytes * (volumes - volume - 1));
            (data as CheckedGzipStream)?.Finish();
        }
        ImageHeader described = Describe(header, type, options, voxels, (slope, intercept));
        return new Volume(voxels, geometry, described, steps, Warn(warnings, type, voxels));
    }

    private static void ReadVoxels(Stream data, NiftiHeader header, NiftiDataType type, float[] voxels, double slope, double intercept)
    {
        int voxelsPerChunk = ChunkBytes / type.BytesPerVoxel;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(voxelsPerChunk * type.BytesPerVoxel);
        try
        {
            for (int start = 0; start < voxels.Length; start += voxelsPerChunk)
            {
                int count = Math.Min(voxelsPerChunk, voxels.Length - start);
                Span<byte> chunk = bytes.AsSpan(0, count * type.BytesPerVoxel);
                NiftiFile.ReadExactly(data, chunk);
                if (header.Swapped)
                {
                    type.Swap(chunk);
                }
                type.Convert(chunk, voxels.AsSpan(start, count), slope, intercept);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static ImageHeader Describe(
        NiftiHeader header, NiftiDataType type, ReadOptions options, float[] voxels, (double Slope, double Intercept) scaling)
    {
        ValueStatistics? rescaled = options.WithStatistics ? ValueStatistics.Of(voxels) : null;
        return new ImageHeader
        {
            Format = header.Version.ToString("'NIfTI-'0", CultureInfo.InvariantCulture),
            DataType = type.Name,
            StoredShape = header.Dim[1..(int)(header.Dim[0] + 1)],
            TransferSyntax = header.Swapped == BitConverter.IsLittleEndian ? "big-endian" : "little-endian",
            HasPosition = header.SformCode != 0 || header.QformCode != 0,
            RescaledStatistics = rescaled,
            StoredStatistics = rescaled is null ? null : rescaled with
            {
                Minimum = Unscale(scaling.Slope < 0 ? rescaled.Maximum : rescaled.Minimum, scaling),
                Maximum = Unscale(scaling.Slope < 0 ? rescaled.Minimum : rescaled.Maximum, scaling),
                Mean = Unscale(rescaled.Mean, scaling),
            },
        };
    }

    private static double Unscale(double value, (double Slope, double Intercept) scaling) => (value - scaling.Intercept) / scaling.Slope;

    private static List<string> Warn(List<string> warnings, NiftiDataType type, float[] voxels)
    {
        if (type.Name.Contains("int", StringComparison.Ordinal))
        {
            return warnings; // integers are finite
        }
        long notFinite = 0;
        foreach (float value in voxels)
        {
            notFinite += float.IsFinite(value) ? 0 : 1;
        }
        if (notFinite > 0)
        {
            warnings.Add($"{notFinite} of {voxels.Length} voxels are NaN or infinite");
        }
        return warnings;
    }
}

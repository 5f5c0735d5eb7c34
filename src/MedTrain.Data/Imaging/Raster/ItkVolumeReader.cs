namespace MedTrain.Data.Imaging.Raster;

/// <summary>Reads NRRD and MetaImage (.mha, .mhd) volumes of two or three dimensions with their geometry, which ITK gives in LPS mm.
/// Decodes natively: a program reads through <see cref="Workers.DecodeWorkers"/>.</summary>
public static class ItkVolumeReader
{
    /// <summary>Reads a volume.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">nrrd or meta.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="UnreadableImageException">Damaged, truncated, or of a kind that is not read.</exception>
    public static Volume Read(string path, string format, ReadOptions options)
    {
        using var file = new ItkFile(path, format, options.MaxVoxels);
        ItkHeader header = file.Header;
        if (header.Size.Length is < 2 or > 3 && header.Size.Skip(3).Any(s => s > 1))
        {
            throw new UnreadableImageException(path, $"has {header.Size.Length} dimensions; readable are 2 and 3");
        }
        long bytes = header.Pixels * header.Components * header.ComponentBytes;
        VolumeFileStructure.Check(path, bytes);
        var steps = new List<string>();
        float[] samples = file.Read();
        ValueStatistics? stored = options.WithStatistics ? ValueStatistics.Of(samples) : null;
        float[] voxels = RasterColours.ToGrey(path, samples, header.Components, steps);
        var described = new ImageHeader
        {
            Format = format == "nrrd" ? "NRRD" : "MetaImage",
            DataType = header.Components == 1 ? header.ComponentType : $"{header.ComponentType} × {header.Components}",
            StoredShape = header.Size,
            HasPosition = true,
            StoredStatistics = stored,
            RescaledStatistics = options.WithStatistics ? ValueStatistics.Of(voxels) : null,
        };
        return new Volume(voxels, Place(path, header), described, steps);
    }

    private static Geometry Place(string path, ItkHeader header)
    {
        Vector3 Axis(int axis) => axis < header.Direction.Length
            ? new(Or(header.Direction[axis], 0), Or(header.Direction[axis], 1), Or(header.Direction[axis], 2))
            : new(0, 0, 1);
        static double Or(double?[] values, int index) => index < values.Length ? values[index] ?? double.NaN : 0;
        var size = new GridSize((int)header.Size[0], (int)header.Size[1], header.Size.Length > 2 ? (int)header.Size[2] : 1);
        var spacing = new Vector3(Or(header.Spacing, 0), Or(header.Spacing, 1), header.Spacing.Length > 2 ? Or(header.Spacing, 2) : 1);
        var origin = new Vector3(Or(header.Origin, 0), Or(header.Origin, 1), Or(header.Origin, 2));
        var linear = new Matrix3(Axis(0) * spacing.X, Axis(1) * spacing.Y, Axis(2) * spacing.Z);
        try
        {
            return Geometry.FromVoxelToLps(size, new Affine(linear, origin));
        }
        catch (ArgumentException e)
        {
            throw new UnreadableImageException(path, $"its geometry is damaged: {e.Message.Split(" (")[0]}", e);
        }
    }
}

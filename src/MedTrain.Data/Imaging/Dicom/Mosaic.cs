namespace MedTrain.Data.Imaging.Dicom;

/// <summary>
/// A Siemens mosaic: the slices of one volume as tiles of a square picture, row by row. Unfolded, the position of the picture's
/// corner is moved to the corner of the first tile as if that lay in the picture's middle.
/// </summary>
internal sealed class Mosaic
{
    private readonly DicomTags tags;
    private readonly SlicePlane plane;
    private readonly Vector3 normal;
    private readonly int tilesPerRow;
    private readonly GridSize size;

    private Mosaic(DicomTags tags, SlicePlane plane, Vector3 normal, int slices, int tilesPerRow)
    {
        this.tags = tags;
        this.plane = plane;
        this.normal = normal;
        this.tilesPerRow = tilesPerRow;
        size = new GridSize(tags.Columns / tilesPerRow, tags.Rows / tilesPerRow, slices);
    }

    /// <summary>The mosaic of a file; null when its private header is missing or does not fit the picture.</summary>
    public static Mosaic? Of(DicomTags tags)
    {
        if (tags.MosaicImages is not int slices || tags.MosaicNormal is not [double x, double y, double z]
            || SlicePlane.Of(tags) is not SlicePlane plane)
        {
            return null;
        }
        int tilesPerRow = (int)Math.Ceiling(Math.Sqrt(slices));
        var normal = new Vector3(x, y, z);
        bool fits = slices > 0 && tags.Frames == 1 && tags.Columns % tilesPerRow == 0 && tags.Rows % tilesPerRow == 0
            && Math.Abs(Math.Abs(normal.Dot(plane.Normal)) - 1) < 1e-3;
        return fits ? new Mosaic(tags, plane, normal.Normalized(), slices, tilesPerRow) : null;
    }

    /// <summary>Reads the picture and unfolds it.</summary>
    public Volume Read(DicomFile file, ReadOptions options)
    {
        var reader = new DicomFrameReader(options);
        var picture = new float[tags.Columns * tags.Rows];
        reader.Read(file, 0, picture);
        var voxels = new float[size.Count];
        for (int z = 0; z < size.Z; z++)
        {
            int left = z % tilesPerRow * size.X;
            int top = z / tilesPerRow * size.Y;
            for (int y = 0; y < size.Y; y++)
            {
                picture.AsSpan(((top + y) * tags.Columns) + left, size.X).CopyTo(voxels.AsSpan(((z * size.Y) + y) * size.X));
            }
        }
        var warnings = new List<string>();
        ImageHeader header = DicomReader.Describe(tags, reader, "DICOM", hasPosition: true) with { StoredShape = [size.X, size.Y, size.Z] };
        return new Volume(voxels, Place(warnings), header, [.. reader.Steps, $"mosaic of {size.Z} slices unfolded"], warnings);
    }

    private Geometry Place(List<string> warnings)
    {
        Vector3 spacing = InPlaneSpacing.Of(tags, warnings);
        Vector3 corner = plane.Position
            + (plane.Row * (spacing.X * (tags.Columns - size.X) / 2))
            + (plane.Column * (spacing.Y * (tags.Rows - size.Y) / 2));
        return FrameStack.Place(size, plane with { Position = corner }, spacing, normal * spacing.Z);
    }
}

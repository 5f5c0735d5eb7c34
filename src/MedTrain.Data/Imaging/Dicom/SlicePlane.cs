namespace MedTrain.Data.Imaging.Dicom;

/// <summary>Where one DICOM slice lies: LPS mm.</summary>
/// <param name="Position">Centre of the first pixel.</param>
/// <param name="Row">Unit vector along a row: the voxel x axis.</param>
/// <param name="Column">Unit vector down a column: the voxel y axis.</param>
internal readonly record struct SlicePlane(Vector3 Position, Vector3 Row, Vector3 Column)
{
    private const double Tolerance = 1e-2;

    /// <summary>Unit vector such that x, y, normal are right-handed.</summary>
    public Vector3 Normal => Row.Cross(Column).Normalized();

    /// <summary>The plane of a file or frame; null when it has none or its direction cosines are no right angle of unit vectors.</summary>
    public static SlicePlane? Of(DicomTags tags)
    {
        if (tags.Position is not [double x, double y, double z] || tags.Orientation is not { Length: 6 } o)
        {
            return null;
        }
        Vector3 row = new(o[0], o[1], o[2]), column = new(o[3], o[4], o[5]);
        bool valid = Math.Abs(row.Length - 1) < Tolerance && Math.Abs(column.Length - 1) < Tolerance
            && Math.Abs(row.Dot(column)) < Tolerance;
        return valid ? new SlicePlane(new(x, y, z), row.Normalized(), column.Normalized()) : null;
    }

    /// <summary>True when the axes point the same way within about 0.1°.</summary>
    public bool IsParallelTo(SlicePlane other) => (Row - other.Row).Length < 2e-3 && (Column - other.Column).Length < 2e-3;
}

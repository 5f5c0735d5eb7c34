namespace MedTrain.Data.Imaging;

/// <summary>A 3×3 matrix given by its columns, in double precision. As a direction matrix, column k is the unit world vector of voxel
/// axis k.</summary>
/// <param name="ColumnX">First column.</param>
/// <param name="ColumnY">Second column.</param>
/// <param name="ColumnZ">Third column.</param>
public readonly record struct Matrix3(Vector3 ColumnX, Vector3 ColumnY, Vector3 ColumnZ)
{
    /// <summary>Ones on the diagonal.</summary>
    public static Matrix3 Identity => Diagonal(Vector3.One);

    /// <summary>Column 0, 1 or 2.</summary>
    public Vector3 this[int column] => column switch
    {
        0 => ColumnX,
        1 => ColumnY,
        2 => ColumnZ,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "A column is 0, 1 or 2."),
    };

    /// <summary>Signed volume spanned by the columns; negative for a left-handed frame.</summary>
    public double Determinant => ColumnX.Dot(ColumnY.Cross(ColumnZ));

    /// <summary>True when no element is NaN or infinite.</summary>
    public bool IsFinite => ColumnX.IsFinite && ColumnY.IsFinite && ColumnZ.IsFinite;

    /// <summary>A diagonal matrix.</summary>
    public static Matrix3 Diagonal(Vector3 values) => new(new(values.X, 0, 0), new(0, values.Y, 0), new(0, 0, values.Z));

    /// <summary>From three rows.</summary>
    public static Matrix3 FromRows(Vector3 x, Vector3 y, Vector3 z) => new Matrix3(x, y, z).Transpose();

    /// <summary>Rows and columns exchanged.</summary>
    public Matrix3 Transpose() => new(
        new(ColumnX.X, ColumnY.X, ColumnZ.X), new(ColumnX.Y, ColumnY.Y, ColumnZ.Y), new(ColumnX.Z, ColumnY.Z, ColumnZ.Z));

    /// <summary>The inverse.</summary>
    /// <exception cref="InvalidOperationException">The matrix is singular.</exception>
    public Matrix3 Inverse()
    {
        double determinant = Determinant;
        if (determinant == 0 || !double.IsFinite(determinant))
        {
            throw new InvalidOperationException("The direction matrix is singular: two voxel axes point the same way.");
        }
        return FromRows(ColumnY.Cross(ColumnZ) / determinant, ColumnZ.Cross(ColumnX) / determinant, ColumnX.Cross(ColumnY) / determinant);
    }

    /// <summary>Matrix times vector.</summary>
    public static Vector3 operator *(Matrix3 m, Vector3 v) => (m.ColumnX * v.X) + (m.ColumnY * v.Y) + (m.ColumnZ * v.Z);

    /// <summary>Matrix product: apply <paramref name="b"/> first, then <paramref name="a"/>.</summary>
    public static Matrix3 operator *(Matrix3 a, Matrix3 b) => new(a * b.ColumnX, a * b.ColumnY, a * b.ColumnZ);
}

namespace MedTrain.Data.Imaging;

/// <summary>Three numbers along x, y, z: a position, a spacing or a direction; the member that holds it states the unit.</summary>
/// <param name="X">Along x (for world coordinates: towards the patient's left, mm).</param>
/// <param name="Y">Along y (for world coordinates: towards the patient's back, mm).</param>
/// <param name="Z">Along z (for world coordinates: towards the patient's head, mm).</param>
public readonly record struct Vector3(double X, double Y, double Z)
{
    /// <summary>(0, 0, 0).</summary>
    public static Vector3 Zero => default;

    /// <summary>(1, 1, 1).</summary>
    public static Vector3 One => new(1, 1, 1);

    /// <summary>Component 0 (x), 1 (y) or 2 (z).</summary>
    public double this[int axis] => axis switch
    {
        0 => X,
        1 => Y,
        2 => Z,
        _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, "An axis is 0, 1 or 2."),
    };

    /// <summary>Euclidean length.</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>True when no component is NaN or infinite.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y) && double.IsFinite(Z);

    /// <summary>Scalar product.</summary>
    public double Dot(Vector3 other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>Vector product, right-handed.</summary>
    public Vector3 Cross(Vector3 other) => new(
        (Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    /// <summary>Component-wise product.</summary>
    public Vector3 Times(Vector3 other) => new(X * other.X, Y * other.Y, Z * other.Z);

    /// <summary>The same direction with length 1.</summary>
    public Vector3 Normalized() => this / Length;

    /// <summary>Component-wise sum.</summary>
    public static Vector3 operator +(Vector3 a, Vector3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Component-wise difference.</summary>
    public static Vector3 operator -(Vector3 a, Vector3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>The opposite direction.</summary>
    public static Vector3 operator -(Vector3 a) => new(-a.X, -a.Y, -a.Z);

    /// <summary>Multiplied by a number.</summary>
    public static Vector3 operator *(Vector3 a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);

    /// <summary>Divided by a number.</summary>
    public static Vector3 operator /(Vector3 a, double divisor) => new(a.X / divisor, a.Y / divisor, a.Z / divisor);

    /// <inheritdoc/>
    public override string ToString() => $"({X:0.####}, {Y:0.####}, {Z:0.####})";
}

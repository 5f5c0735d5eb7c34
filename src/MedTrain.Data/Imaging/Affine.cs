namespace MedTrain.Data.Imaging;

/// <summary>The map p → Linear · p + Translation, for example from voxel indices to millimetres.</summary>
/// <param name="Linear">The 3×3 part; as a voxel-to-world map its columns are direction × spacing.</param>
/// <param name="Translation">Where (0, 0, 0) goes.</param>
public readonly record struct Affine(Matrix3 Linear, Vector3 Translation)
{
    /// <summary>Maps a point.</summary>
    public Vector3 Apply(Vector3 point) => (Linear * point) + Translation;

    /// <summary>The map back.</summary>
    /// <exception cref="InvalidOperationException">The linear part is singular.</exception>
    public Affine Inverse()
    {
        Matrix3 inverse = Linear.Inverse();
        return new Affine(inverse, -(inverse * Translation));
    }

    /// <summary>The map that applies <paramref name="first"/> and then this one.</summary>
    public Affine After(Affine first) => new(Linear * first.Linear, Apply(first.Translation));

    /// <summary>
    /// The same map with its output turned between LPS (DICOM, ITK) and RAS (NIfTI): the signs of world x and y change.
    /// The turn is its own inverse.
    /// </summary>
    public Affine TurnLpsRas() => new(
        new(Turn(Linear.ColumnX), Turn(Linear.ColumnY), Turn(Linear.ColumnZ)), Turn(Translation));

    private static Vector3 Turn(Vector3 v) => new(-v.X, -v.Y, v.Z);
}

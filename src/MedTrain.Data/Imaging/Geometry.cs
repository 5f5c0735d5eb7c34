namespace MedTrain.Data.Imaging;

/// <summary>
/// Where a voxel grid lies in the patient. World coordinates are LPS millimetres, as in DICOM and ITK: +x to the patient's left,
/// +y to the back (posterior), +z to the head (superior). The centre of voxel (i, j, k) lies at
/// OriginMm + Direction · (SpacingMm ∘ (i, j, k)).
/// </summary>
/// <param name="Size">Voxels along x, y, z.</param>
/// <param name="SpacingMm">Distance of neighbouring voxel centres along x, y, z; positive.</param>
/// <param name="OriginMm">Centre of voxel (0, 0, 0), LPS mm.</param>
/// <param name="Direction">Column k is the LPS unit vector of voxel axis k; usually, not necessarily, orthogonal.</param>
public sealed record Geometry(GridSize Size, Vector3 SpacingMm, Vector3 OriginMm, Matrix3 Direction)
{
    /// <summary>Voxel index to LPS millimetres.</summary>
    public Affine VoxelToLps => new(Direction * Matrix3.Diagonal(SpacingMm), OriginMm);

    /// <summary>Voxel index to RAS millimetres: the affine that NIfTI files hold and nibabel shows.</summary>
    public Affine VoxelToRas => VoxelToLps.TurnLpsRas();

    /// <summary>
    /// Three letters: for each voxel axis the patient side it runs towards (R/L, A/P, I/S), as nibabel's <c>aff2axcodes</c>.
    /// For oblique grids the nearest axes.
    /// </summary>
    public string AxisCodes
    {
        get
        {
            Span<char> codes = ['?', '?', '?'];
            Span<bool> worldTaken = stackalloc bool[3];
            for (int round = 0; round < 3; round++)
            {
                (int voxelAxis, int worldAxis) = LargestCosine(codes, worldTaken);
                worldTaken[worldAxis] = true;
                codes[voxelAxis] = (worldAxis, Direction[voxelAxis][worldAxis] > 0) switch
                {
                    (0, true) => 'L',
                    (0, false) => 'R',
                    (1, true) => 'P',
                    (1, false) => 'A',
                    (2, true) => 'S',
                    _ => 'I',
                };
            }
            return new string(codes);
        }
    }

    /// <summary>A grid without known place in a patient: origin 0, axes along LPS.</summary>
    /// <param name="size">Voxels.</param>
    /// <param name="spacingMm">Spacing; 1 mm where the file says nothing.</param>
    public static Geometry Unplaced(GridSize size, Vector3 spacingMm) => new(size, spacingMm, Vector3.Zero, Matrix3.Identity);

    /// <summary>From a voxel-to-LPS map: spacing is the length of its columns.</summary>
    /// <exception cref="ArgumentException">A column has no length, the columns do not span space, or a number is not finite.</exception>
    public static Geometry FromVoxelToLps(GridSize size, Affine voxelToLps)
    {
        Matrix3 linear = voxelToLps.Linear;
        var spacing = new Vector3(linear.ColumnX.Length, linear.ColumnY.Length, linear.ColumnZ.Length);
        if (!linear.IsFinite || !voxelToLps.Translation.IsFinite)
        {
            throw new ArgumentException("the voxel-to-world matrix holds numbers that are not finite", nameof(voxelToLps));
        }
        if (Math.Abs(linear.Determinant) <= 1e-6 * spacing.X * spacing.Y * spacing.Z || linear.Determinant == 0)
        {
            throw new ArgumentException("the voxel-to-world matrix is singular (its axes do not span space)", nameof(voxelToLps));
        }
        var direction = new Matrix3(linear.ColumnX / spacing.X, linear.ColumnY / spacing.Y, linear.ColumnZ / spacing.Z);
        return new Geometry(size, spacing, voxelToLps.Translation, direction);
    }

    /// <summary>From a voxel-to-RAS map (a NIfTI affine).</summary>
    /// <exception cref="ArgumentException">As <see cref="FromVoxelToLps"/>.</exception>
    public static Geometry FromVoxelToRas(GridSize size, Affine voxelToRas) => FromVoxelToLps(size, voxelToRas.TurnLpsRas());

    /// <summary>LPS millimetres of a (possibly fractional) voxel index.</summary>
    public Vector3 ToWorld(Vector3 voxel) => VoxelToLps.Apply(voxel);

    /// <summary>The fractional voxel index of a point in LPS millimetres.</summary>
    public Vector3 ToVoxel(Vector3 worldMm) => VoxelToLps.Inverse().Apply(worldMm);

    private (int VoxelAxis, int WorldAxis) LargestCosine(ReadOnlySpan<char> codes, ReadOnlySpan<bool> worldTaken)
    {
        (int, int) best = (0, 0);
        double largest = -1;
        for (int voxelAxis = 0; voxelAxis < 3; voxelAxis++)
        {
            for (int worldAxis = 0; worldAxis < 3; worldAxis++)
            {
                double cosine = Math.Abs(Direction[voxelAxis][worldAxis]);
                if (codes[voxelAxis] == '?' && !worldTaken[worldAxis] && cosine > largest)
                {
                    largest = cosine;
                    best = (voxelAxis, worldAxis);
                }
            }
        }
        return best;
    }
}

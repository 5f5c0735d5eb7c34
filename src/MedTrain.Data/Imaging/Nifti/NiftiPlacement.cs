namespace MedTrain.Data.Imaging.Nifti;

/// <summary>
/// Which voxel-to-RAS affine a header means, by nibabel's rules: the sform if its code is not 0, else the qform if its code is
/// not 0, else spacing only, centred, with x running to the right-hand side's opposite (radiological).
/// </summary>
/// <remarks>Quaternion to matrix: nifti1.h, "QUATERNION REPRESENTATION OF ROTATION MATRIX (METHOD 2)".</remarks>
internal static class NiftiPlacement
{
    /// <summary>The affine, voxel index to RAS in the header's unit of space.</summary>
    public static Affine VoxelToRas(NiftiHeader header, GridSize size, List<string> warnings)
    {
        if (header.SformCode != 0)
        {
            double[] s = header.Srow;
            return new Affine(
                Matrix3.FromRows(new(s[0], s[1], s[2]), new(s[4], s[5], s[6]), new(s[8], s[9], s[10])), new(s[3], s[7], s[11]));
        }
        Vector3 spacing = Spacing(header, warnings);
        if (header.QformCode != 0)
        {
            double[] q = header.Quaternion;
            var flip = new Vector3(1, 1, header.PixDim[0] == -1 ? -1 : 1);
            return new Affine(Rotation(q[0], q[1], q[2]) * Matrix3.Diagonal(spacing.Times(flip)), new(q[3], q[4], q[5]));
        }
        warnings.Add(
            "the header gives no place in the patient (qform_code and sform_code are 0): axes assumed to be left, anterior, superior");
        var centre = new Vector3((size.X - 1) / 2.0, (size.Y - 1) / 2.0, (size.Z - 1) / 2.0);
        var scale = spacing.Times(new Vector3(-1, 1, 1));
        return new Affine(Matrix3.Diagonal(scale), -centre.Times(scale));
    }

    private static Vector3 Spacing(NiftiHeader header, List<string> warnings)
    {
        var given = new Vector3(header.PixDim[1], header.PixDim[2], header.PixDim[3]);
        if (given.X <= 0 || given.Y <= 0 || given.Z <= 0)
        {
            warnings.Add($"pixdim {given} is not positive: zeros read as 1, negative numbers as their size");
        }
        return new(Positive(given.X), Positive(given.Y), Positive(given.Z));
    }

    private static double Positive(double spacing) => spacing == 0 ? 1 : Math.Abs(spacing);

    private static Matrix3 Rotation(double b, double c, double d)
    {
        double a = Math.Sqrt(Math.Max(0, 1 - (b * b) - (c * c) - (d * d)));
        double length = Math.Sqrt((a * a) + (b * b) + (c * c) + (d * d));
        (a, b, c, d) = (a / length, b / length, c / length, d / length);
        return Matrix3.FromRows(
            new((a * a) + (b * b) - (c * c) - (d * d), 2 * ((b * c) - (a * d)), 2 * ((b * d) + (a * c))),
            new(2 * ((b * c) + (a * d)), (a * a) + (c * c) - (b * b) - (d * d), 2 * ((c * d) - (a * b))),
            new(2 * ((b * d) - (a * c)), 2 * ((c * d) + (a * b)), (a * a) + (d * d) - (c * c) - (b * b)));
    }
}

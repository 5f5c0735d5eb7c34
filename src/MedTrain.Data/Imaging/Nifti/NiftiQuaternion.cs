namespace MedTrain.Data.Imaging.Nifti;

/// <summary>A rotation as the b, c, d of a unit quaternion with a ≥ 0, and qfac = −1 for a left-handed grid.</summary>
/// <remarks>nifti1.h, "QUATERNION REPRESENTATION OF ROTATION MATRIX (METHOD 2)".</remarks>
internal sealed record NiftiQuaternion(double B, double C, double D, double Qfac)
{
    /// <summary>The quaternion of a grid's RAS directions; null when the axes are not orthogonal.</summary>
    public static NiftiQuaternion? Of(Geometry geometry)
    {
        Matrix3 r = (geometry with { SpacingMm = Vector3.One }).VoxelToRas.Linear;
        const double tolerance = 1e-4;
        if (Math.Abs(r[0].Dot(r[1])) > tolerance || Math.Abs(r[0].Dot(r[2])) > tolerance || Math.Abs(r[1].Dot(r[2])) > tolerance)
        {
            return null;
        }
        double qfac = r.Determinant < 0 ? -1 : 1;
        r = r with { ColumnZ = r.ColumnZ * qfac };
        // Four times each component's square; the largest is the safest to divide by.
        double[] squares =
        [
            1 + r[0].X + r[1].Y + r[2].Z, 1 + r[0].X - r[1].Y - r[2].Z, 1 - r[0].X + r[1].Y - r[2].Z, 1 - r[0].X - r[1].Y + r[2].Z,
        ];
        int largest = Array.IndexOf(squares, squares.Max());
        double s = 2 * Math.Sqrt(squares[largest]);
        (double a, double b, double c, double d) = largest switch
        {
            0 => (s / 4, (r[1].Z - r[2].Y) / s, (r[2].X - r[0].Z) / s, (r[0].Y - r[1].X) / s),
            1 => ((r[1].Z - r[2].Y) / s, s / 4, (r[1].X + r[0].Y) / s, (r[2].X + r[0].Z) / s),
            2 => ((r[2].X - r[0].Z) / s, (r[1].X + r[0].Y) / s, s / 4, (r[2].Y + r[1].Z) / s),
            _ => ((r[0].Y - r[1].X) / s, (r[2].X + r[0].Z) / s, (r[2].Y + r[1].Z) / s, s / 4),
        };
        double sign = a < 0 ? -1 : 1;
        return new NiftiQuaternion(sign * b, sign * c, sign * d, qfac);
    }
}

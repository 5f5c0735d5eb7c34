using MedTrain.Data.Imaging;
using static MedTrain.Data.Synthesis.SoftShape;

namespace MedTrain.Data.Synthesis;

/// <summary>Where the structures of a synthetic brain lie; places are in mm from the middle of the head, RAS. Shapes are 1 inside, 0 outside.</summary>
internal static class BrainShape
{
    /// <summary>How deep a place lies in the cerebrum, in mm; negative outside.</summary>
    public static double DepthMm(Vector3 p)
    {
        var (x, y, z) = (p.X / 67, p.Y / 84, (p.Z - 8) / 62);
        return (1 - Math.Sqrt((x * x) + (y * y) + (z * z))) * 70;
    }

    /// <summary>The two lateral ventricles.</summary>
    public static double LateralVentricles(Vector3 p, double size)
    {
        var across = Math.Abs(p.X) - (9 + (0.12 * Math.Abs(p.Y + 5)));
        return Blob(across, p.Y + 5, p.Z - 12 + (0.004 * p.Y * p.Y), 5.5 * size, 30 * Math.Sqrt(size), 8 * size);
    }

    /// <summary>The third ventricle.</summary>
    public static double ThirdVentricle(Vector3 p, double size) => Blob(p.X, p.Y + 8, p.Z + 1, 2.2 * size, 11, 8);

    /// <summary>The grey matter around the third ventricle, on both sides.</summary>
    public static double DeepGrey(Vector3 p) => Blob(Math.Abs(p.X) - 15, p.Y + 8, p.Z - 1, 9, 15, 9);

    /// <summary>The brain stem.</summary>
    public static double Stem(Vector3 p) => Blob(p.X, p.Y + 22, p.Z + 48, 12, 12, 26);

    /// <summary>The cerebellum without the stem.</summary>
    public static double CerebellarLobes(Vector3 p) => Blob(p.X, p.Y + 55, p.Z + 44, 48, 27, 22);

    private static double Blob(double x, double y, double z, double radiusX, double radiusY, double radiusZ)
    {
        var radius = Math.Sqrt((x * x / (radiusX * radiusX)) + (y * y / (radiusY * radiusY)) + (z * z / (radiusZ * radiusZ)));
        return Step(1.12, 0.88, radius);
    }
}

using MedTrain.Data.Imaging;
using static MedTrain.Data.Synthesis.BrainShape;
using static MedTrain.Data.Synthesis.SoftShape;

namespace MedTrain.Data.Synthesis;

/// <summary>
/// Paints the T1-like brightness of a brain without its skull: 0 outside, about 0.2 in fluid, 0.6 in grey and 0.9 in white matter.
/// Places are in mm from the middle of the head, x to the patient's right, y to the front, z up (RAS).
/// </summary>
internal sealed class BrainPainter(BrainPatient patient)
{
    private const double Fluid = 0.2;
    private const double Grey = 0.6;
    private const double White = 0.9;

    private readonly SmoothNoise noise = new(patient.Texture);

    /// <summary>Brightness at one place.</summary>
    public double BrightnessAt(Vector3 place)
    {
        var p = place / patient.Scale;
        var cerebrum = Cerebrum(p);
        var cerebellum = Cerebellum(p);
        var brightness = Math.Max(cerebrum, cerebellum);
        return brightness * (1 + (0.04 * noise.At(p.X / 4, p.Y / 4, p.Z / 4)));
    }

    private double Cerebrum(Vector3 p)
    {
        var depthMm = DepthMm(p);
        if (depthMm < -2)
        {
            return 0;
        }
        var furrowMm = FromFurrow(p, depthMm);
        var fromFluid = Math.Min(depthMm, furrowMm);
        var tissue = Fluid + ((Grey - Fluid) * Step(-1, 1, fromFluid));
        tissue += (White - Grey) * Step(patient.CortexMm - 1, patient.CortexMm + 1, fromFluid) * Step(-34, -28, p.Z);
        tissue += (0.72 - tissue) * DeepGrey(p);
        tissue += (Fluid - tissue) * Ventricles(p);
        return tissue * Step(-2, 0, depthMm);
    }

    /// <summary>Distance in mm from the nearest furrow's fluid; furrows are the zero surfaces of a smooth noise, near the outside only.</summary>
    private double FromFurrow(Vector3 p, double depthMm)
    {
        var fold = Math.Abs(noise.At((p.X + 200) / 15, (p.Y + 200) / 15, (p.Z + 200) / 15)) * 13;
        var fissure = Math.Abs(p.X) + Math.Max(0, (depthMm - 22) * 2);
        return Math.Min(fold + Math.Max(0, (depthMm - 14) * 2), fissure) - patient.FurrowMm;
    }

    private double Ventricles(Vector3 p) => Math.Max(LateralVentricles(p, patient.Ventricles), ThirdVentricle(p, patient.Ventricles));

    private static double Cerebellum(Vector3 p) => Math.Max(0.82 * Stem(p), 0.66 * CerebellarLobes(p));
}

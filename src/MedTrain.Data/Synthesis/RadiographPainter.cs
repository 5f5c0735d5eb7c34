using static MedTrain.Data.Synthesis.SoftShape;

namespace MedTrain.Data.Synthesis;

/// <summary>Paints the density of a chest, 0 (air) to about 1 (bone on soft tissue), from shapes and textures.</summary>
internal sealed class RadiographPainter(RadiographAnatomy anatomy, RadiographFindings findings)
{
    private readonly SmoothNoise texture = new(anatomy.Texture);

    /// <summary>Density at one place.</summary>
    /// <param name="u">To the right, 0 to 1.</param>
    /// <param name="v">Downwards, 0 to 1.</param>
    public double DensityAt(double u, double v)
    {
        var side = u < 0.5 ? -1 : 1;
        var body = Body(u, v);
        var centre = Math.Max(0.9 * Heart(u, v), Bell(Math.Abs(u - 0.5), 0.04));
        var lung = Lung(u, v, side) * (1 - (0.8 * centre));
        var air = findings.Pneumothorax > 0 && side == anatomy.PneumothoraxSide ? Air(u, v, side) : 0;
        var density = body * (0.5 + (0.07 * texture.At(5 * u, 5 * v)) + (0.14 * centre) + Ribs(u, v, side));
        density += lung * (((1 - air) * LungTexture(u, v)) - 0.3);
        density += lung * findings.Pneumothorax * ((0.08 * PleuralLine(u, v, side)) - (0.09 * air));
        density += lung * 0.25 * Effusion(u, v, side);
        density += Spots(u, v);
        return density;
    }

    private double Body(double u, double v)
    {
        var width = anatomy.BodyWidth * (0.36 + (0.1 * Step(0.1, 0.35, v)));
        var trunk = Step(width, width - 0.03, Math.Abs(u - 0.5)) * Step(0.1, 0.16, v);
        var neck = Step(0.13, 0.1, Math.Abs(u - 0.5)) * Step(0.2, 0.12, v);
        return Math.Max(trunk, neck);
    }

    private double Lung(double u, double v, int side)
    {
        var across = side * (u - 0.5) / anatomy.BodyWidth;
        var oval = Ellipse(across - 0.2, v - 0.47, 0.16, 0.32 * anatomy.LungHeight, 0.12);
        return oval * Step(Dome(u, side) + 0.01, Dome(u, side) - 0.01, v);
    }

    /// <summary>Height of the diaphragm below the lungs; higher on the image's left, above the liver.</summary>
    private double Dome(double u, int side)
    {
        var across = side * (u - 0.5) - 0.17;
        return anatomy.Diaphragm + (side < 0 ? anatomy.DomeLift.Left - 0.02 : anatomy.DomeLift.Right + 0.01) + (2.2 * across * across);
    }

    private double LungTexture(double u, double v)
    {
        var vessels = 0.035 * texture.At(18 * u, 18 * v) + 0.025 * texture.At(40 * u, 40 * v);
        var hilum = 0.1 * Bell(Math.Abs(u - 0.5) - 0.09, 0.03) * Bell(v - 0.46, 0.07);
        return vessels + hilum;
    }

    private double Heart(double u, double v)
    {
        var width = 0.135 * (anatomy.HeartWidth + (0.42 * findings.Cardiomegaly));
        var x = u - 0.5 - (0.25 * width);
        var y = v - 0.62;
        return Ellipse((0.94 * x) + (0.34 * y), (0.94 * y) - (0.34 * x), width, 0.115, 0.16);
    }

    private double Ribs(double u, double v, int side)
    {
        var across = Math.Abs(u - 0.5);
        var curved = v - (0.5 * across) + (1.6 * across * across);
        var phase = curved / anatomy.RibDistance;
        var band = Bell((phase - Math.Round(phase)) * anatomy.RibDistance, 0.011);
        var clavicle = Bell(v - 0.2 + (0.25 * (across - 0.2)), 0.014) * Step(0.03, 0.06, across) * Step(0.36, 0.3, across);
        return (anatomy.RibDensity * band * Step(0.05, 0.09, across) * Step(0.15, 0.22, v) * Step(0.06, 0, v - Dome(u, side))) + (0.09 * clavicle);
    }

    private double Effusion(double u, double v, int side)
    {
        if (findings.Effusion == 0 || side != anatomy.EffusionSide)
        {
            return 0;
        }
        var lateral = (side * (u - 0.5)) - 0.2;
        var level = Dome(u, side) - (0.065 * findings.Effusion) - (0.5 * lateral);
        return Step(level - 0.02, level + 0.02, v);
    }

    /// <summary>The rim between chest wall and collapsed lung: 1 outside the lung's edge.</summary>
    private double Air(double u, double v, int side) => Step(0.97, 1.03, RadiusInLung(u, v, side));

    private double PleuralLine(double u, double v, int side) =>
        findings.Pneumothorax == 0 || side != anatomy.PneumothoraxSide ? 0 : Bell(RadiusInLung(u, v, side) - 1, 0.05);

    /// <summary>1 on the edge of the collapsed lung, which has sunk from the top and the side.</summary>
    private double RadiusInLung(double u, double v, int side)
    {
        var shrink = 1 - (0.1 + (0.16 * findings.Pneumothorax));
        var across = (side * (u - 0.5) / anatomy.BodyWidth) - 0.17;
        var down = v - 0.55;
        var (radiusX, radiusY) = (0.165 * shrink, 0.36 * shrink * anatomy.LungHeight);
        return Math.Sqrt((across * across / (radiusX * radiusX)) + (down * down / (radiusY * radiusY)));
    }

    private double Spots(double u, double v)
    {
        var vessel = anatomy.VesselDensity * Ellipse(u - anatomy.Vessel.U, v - anatomy.Vessel.V, 0.016, 0.016, 0.8);
        var nodule = findings.Nodule == 0 ? 0
            : (0.09 + (0.18 * findings.Nodule)) * Ellipse(u - anatomy.Nodule.U, v - anatomy.Nodule.V, anatomy.NoduleRadius, anatomy.NoduleRadius, 0.7);
        return vessel + nodule;
    }
}

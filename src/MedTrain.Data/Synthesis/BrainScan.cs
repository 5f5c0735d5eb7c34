using MedTrain.Data.Imaging;

namespace MedTrain.Data.Synthesis;

/// <summary>How one brain was scanned: site, axes, spacing, position of the head, coil and noise.</summary>
internal sealed class BrainScan
{
    /// <summary>The sites: the sides that the voxel axes run towards, spacing factors, and typical brightness.</summary>
    private static readonly (string Name, string Axes, Vector3 Spacing, double Brightness)[] Sites =
    [
        ("north", "RAS", new(1, 1, 1), 600),
        ("south", "LPS", new(1, 1, 1.3), 900),
        ("west", "PSR", new(1, 1, 1.15), 350),
    ];

    /// <summary>Field of view in mm towards right, front and up.</summary>
    private static readonly Vector3 FieldMm = new(164, 200, 164);

    private readonly double brightness;
    private readonly double noise;
    private readonly SmoothNoise coil;
    private readonly Geometry geometry;

    /// <summary>Draws a scan.</summary>
    /// <param name="size">Voxels along the longest side.</param>
    /// <param name="random">The patient's numbers.</param>
    public BrainScan(int size, ref CounterRandom random)
    {
        var site = Sites[random.NextInt(Sites.Length)];
        Site = site.Name;
        brightness = site.Brightness * random.NextDouble(0.8, 1.25);
        noise = random.NextDouble(0.03, 0.06);
        coil = new SmoothNoise(random.NextBits());
        var tilt = (0.05 * random.NextNormal(), 0.05 * random.NextNormal());
        var middleMm = new Vector3(4 * random.NextNormal(), 4 * random.NextNormal(), 4 * random.NextNormal());
        geometry = GeometryOf(site.Axes, site.Spacing * (FieldMm.Y / size), tilt, middleMm);
    }

    /// <summary>Name of the site.</summary>
    public string Site { get; }

    /// <summary>Takes the image.</summary>
    /// <param name="painter">The patient.</param>
    /// <param name="random">For the noise.</param>
    /// <returns>The volume, whole numbers from 0.</returns>
    public Volume Take(BrainPainter painter, CounterRandom random)
    {
        var size = geometry.Size;
        var toWorld = geometry.VoxelToRas;
        var voxels = new float[size.Count];
        var index = 0;
        for (var z = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                for (var x = 0; x < size.X; x++)
                {
                    var place = toWorld.Apply(new Vector3(x, y, z));
                    var signal = painter.BrightnessAt(place);
                    var gain = 1 + (0.2 * coil.At(place.X / 90, place.Y / 90, place.Z / 90));
                    var value = signal <= 0 ? 0 : (signal * gain) + (noise * random.NextNormal());
                    voxels[index++] = (float)Math.Round(Math.Max(0, value) * brightness);
                }
            }
        }
        return new Volume(voxels, geometry);
    }

    private static Geometry GeometryOf(string axes, Vector3 spacingMm, (double X, double Z) tilt, Vector3 middleMm)
    {
        var turn = Turn(tilt.X, tilt.Z);
        var direction = new Matrix3(turn * SideOf(axes[0]), turn * SideOf(axes[1]), turn * SideOf(axes[2]));
        int Count(int axis) => (int)Math.Round(Math.Abs(SideOf(axes[axis]).Dot(FieldMm)) / spacingMm[axis]);
        var size = new GridSize(Count(0), Count(1), Count(2));
        var centred = new Geometry(size, spacingMm, Vector3.Zero, direction);
        return centred with { OriginMm = middleMm - centred.ToWorld(new Vector3(size.X - 1, size.Y - 1, size.Z - 1) / 2) };
    }

    /// <summary>The LPS unit vector towards a side of the patient.</summary>
    private static Vector3 SideOf(char code) => code switch
    {
        'L' => new(1, 0, 0),
        'R' => new(-1, 0, 0),
        'P' => new(0, 1, 0),
        'A' => new(0, -1, 0),
        'S' => new(0, 0, 1),
        _ => new(0, 0, -1),
    };

    private static Matrix3 Turn(double aroundX, double aroundZ)
    {
        var nod = new Matrix3(new(1, 0, 0), new(0, Math.Cos(aroundX), Math.Sin(aroundX)), new(0, -Math.Sin(aroundX), Math.Cos(aroundX)));
        var yaw = new Matrix3(new(Math.Cos(aroundZ), Math.Sin(aroundZ), 0), new(-Math.Sin(aroundZ), Math.Cos(aroundZ), 0), new(0, 0, 1));
        return yaw * nod;
    }
}

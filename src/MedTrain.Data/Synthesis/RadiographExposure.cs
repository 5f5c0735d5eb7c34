namespace MedTrain.Data.Synthesis;

/// <summary>How one image was taken: position of the patient, dose, processing. Turns densities into stored values.</summary>
internal sealed class RadiographExposure
{
    /// <summary>Greatest stored value (12 bits).</summary>
    public const int MaxValue = 4095;

    private readonly double cos;
    private readonly double sin;
    private readonly double zoom;
    private readonly double shiftU;
    private readonly double shiftV;
    private readonly double gain;
    private readonly double offset;
    private readonly double gamma;
    private readonly double noise;

    /// <summary>Draws an exposure.</summary>
    public RadiographExposure(ref CounterRandom random)
    {
        var angle = 0.03 * random.NextNormal();
        (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
        zoom = random.NextDouble(0.95, 1.08);
        shiftU = 0.015 * random.NextNormal();
        shiftV = 0.015 * random.NextNormal();
        gain = random.NextDouble(0.85, 1.2);
        offset = random.NextDouble(0.02, 0.12);
        gamma = random.NextDouble(0.85, 1.2);
        noise = random.NextDouble(0.015, 0.035);
        IsMonochrome1 = random.NextDouble() < 0.15;
    }

    /// <summary>Whether small values are bright.</summary>
    public bool IsMonochrome1 { get; }

    /// <summary>Takes the image.</summary>
    /// <param name="painter">The patient.</param>
    /// <param name="size">Pixels along x and y.</param>
    /// <param name="random">For the noise.</param>
    /// <returns>Stored values, [y, x], 0 to <see cref="MaxValue"/>.</returns>
    public ushort[] Take(RadiographPainter painter, int size, ref CounterRandom random)
    {
        var pixels = new ushort[size * size];
        for (var index = 0; index < pixels.Length; index++)
        {
            var x = ((((index % size) + 0.5) / size) - 0.5 - shiftU) / zoom;
            var y = ((((index / size) + 0.5) / size) - 0.5 - shiftV) / zoom;
            var density = Math.Max(0, painter.DensityAt(0.5 + (cos * x) + (sin * y), 0.5 + (cos * y) - (sin * x)));
            var value = offset + (gain * Math.Pow(density, gamma)) + (noise * random.NextNormal());
            var stored = (int)(Math.Clamp(value, 0, 1) * MaxValue);
            pixels[index] = (ushort)(IsMonochrome1 ? MaxValue - stored : stored);
        }
        return pixels;
    }
}

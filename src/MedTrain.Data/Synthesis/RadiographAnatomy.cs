namespace MedTrain.Data.Synthesis;

/// <summary>
/// One synthetic chest: shapes in a unit square (u to the right of the image, v downwards; the patient's left is on the image's right).
/// </summary>
internal sealed record RadiographAnatomy
{
    /// <summary>Key of the patient's textures.</summary>
    public required ulong Texture { get; init; }

    /// <summary>Body width, around 1.</summary>
    public required double BodyWidth { get; init; }

    /// <summary>Lung height, around 1.</summary>
    public required double LungHeight { get; init; }

    /// <summary>Heart width without a finding, around 1.</summary>
    public required double HeartWidth { get; init; }

    /// <summary>Height of the diaphragm's dome (v).</summary>
    public required double Diaphragm { get; init; }

    /// <summary>How much lower than usual the dome is on the image's left and right.</summary>
    public required (double Left, double Right) DomeLift { get; init; }

    /// <summary>Distance of ribs (v).</summary>
    public required double RibDistance { get; init; }

    /// <summary>Density of ribs.</summary>
    public required double RibDensity { get; init; }

    /// <summary>Side of the effusion: -1 image left, 1 image right.</summary>
    public required int EffusionSide { get; init; }

    /// <summary>Side of the pneumothorax.</summary>
    public required int PneumothoraxSide { get; init; }

    /// <summary>Place of the nodule.</summary>
    public required (double U, double V) Nodule { get; init; }

    /// <summary>Radius of the nodule.</summary>
    public required double NoduleRadius { get; init; }

    /// <summary>Place of a vessel that runs towards the viewer and looks like a small faint nodule.</summary>
    public required (double U, double V) Vessel { get; init; }

    /// <summary>Density of that vessel.</summary>
    public required double VesselDensity { get; init; }

    /// <summary>Draws a patient's anatomy.</summary>
    public static RadiographAnatomy Draw(ref CounterRandom random)
    {
        return new RadiographAnatomy
        {
            Texture = random.NextBits(),
            BodyWidth = random.NextDouble(0.93, 1.07),
            LungHeight = random.NextDouble(0.92, 1.06),
            HeartWidth = 1 + (0.055 * random.NextNormal()),
            Diaphragm = random.NextDouble(0.69, 0.76),
            RibDistance = random.NextDouble(0.068, 0.085),
            RibDensity = random.NextDouble(0.03, 0.06),
            EffusionSide = Side(ref random),
            PneumothoraxSide = Side(ref random),
            DomeLift = (0.025 * random.NextNormal(), 0.025 * random.NextNormal()),
            Nodule = PlaceInLung(ref random),
            NoduleRadius = random.NextDouble(0.028, 0.042),
            Vessel = PlaceInLung(ref random),
            VesselDensity = random.NextDouble(0, 0.08),
        };
    }

    private static (double U, double V) PlaceInLung(ref CounterRandom random) =>
        (0.5 + (Side(ref random) * random.NextDouble(0.13, 0.27)), random.NextDouble(0.28, 0.6));

    private static int Side(ref CounterRandom random) => random.NextDouble() < 0.5 ? -1 : 1;
}

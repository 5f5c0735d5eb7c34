namespace MedTrain.Data.Synthesis;

/// <summary>How strong each finding is in one image: 0 = absent, 1 = plain to see.</summary>
/// <param name="Cardiomegaly">Wide heart shadow.</param>
/// <param name="Effusion">Fluid that fills the angle between ribs and diaphragm.</param>
/// <param name="Pneumothorax">Air between chest wall and lung: a dark rim without lung texture, with a fine line.</param>
/// <param name="Nodule">A round spot in a lung.</param>
internal readonly record struct RadiographFindings(double Cardiomegaly, double Effusion, double Pneumothorax, double Nodule)
{
    /// <summary>Label names, from the plainest finding to the subtlest.</summary>
    public static IReadOnlyList<string> Names { get; } = ["cardiomegaly", "effusion", "pneumothorax", "nodule"];

    private static readonly double[] Prevalence = [0.33, 0.35, 0.33, 0.33];

    /// <summary>1 for each finding that is present, in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<bool> Present => [Cardiomegaly > 0, Effusion > 0, Pneumothorax > 0, Nodule > 0];

    /// <summary>Draws a patient's findings.</summary>
    public static RadiographFindings Draw(ref CounterRandom random) =>
        new(Strength(Prevalence[0], ref random), Strength(Prevalence[1], ref random), Strength(Prevalence[2], ref random), Strength(Prevalence[3], ref random));

    /// <summary>The findings at one visit: a large heart and a nodule stay, fluid and air may have gone.</summary>
    public RadiographFindings AtVisit(ref CounterRandom random) => this with
    {
        Effusion = random.NextDouble() < 0.2 ? 0 : Effusion,
        Pneumothorax = random.NextDouble() < 0.2 ? 0 : Pneumothorax,
    };

    private static double Strength(double prevalence, ref CounterRandom random)
    {
        var (present, strength) = (random.NextDouble() < prevalence, random.NextDouble(0.15, 1));
        return present ? strength : 0;
    }
}

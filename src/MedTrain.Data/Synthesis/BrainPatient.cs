namespace MedTrain.Data.Synthesis;

/// <summary>One synthetic patient: demographics, and the shape of the brain that follows from age and diagnosis.</summary>
internal sealed record BrainPatient
{
    /// <summary>Age in years.</summary>
    public required double Age { get; init; }

    /// <summary>Whether the patient is male; brains of men are a little larger.</summary>
    public required bool IsMale { get; init; }

    /// <summary>Whether the patient has dementia.</summary>
    public required bool HasDementia { get; init; }

    /// <summary>Linear size of the brain, around 1.</summary>
    public required double Scale { get; init; }

    /// <summary>Linear size of the ventricles, around 1; grows with age and dementia.</summary>
    public required double Ventricles { get; init; }

    /// <summary>Thickness of the cortex in mm; shrinks with age and dementia.</summary>
    public required double CortexMm { get; init; }

    /// <summary>Half width of the furrows in mm; grows with age and dementia.</summary>
    public required double FurrowMm { get; init; }

    /// <summary>Key of the folding and the tissue texture.</summary>
    public required ulong Texture { get; init; }

    /// <summary>Draws a patient.</summary>
    public static BrainPatient Draw(ref CounterRandom random)
    {
        var age = random.NextDouble(50, 90);
        var male = random.NextDouble() < 0.5;
        var dementia = random.NextDouble() < 0.45;
        var severity = dementia ? random.NextDouble(0.4, 1) : 0;
        var decades = (age - 70) / 10;
        return new BrainPatient
        {
            Age = age,
            IsMale = male,
            HasDementia = dementia,
            Scale = (male ? 1.0 : 0.95) + (0.03 * random.NextNormal()),
            Ventricles = Math.Max(0.6, 1.1 + (0.1 * decades) + (0.5 * severity) + (0.09 * random.NextNormal())),
            CortexMm = Math.Max(2.5, 4.4 - (0.22 * decades) - (1.1 * severity) + (0.22 * random.NextNormal())),
            FurrowMm = Math.Max(0.3, 0.9 + (0.2 * decades) + (0.8 * severity) + (0.18 * random.NextNormal())),
            Texture = random.NextBits(),
        };
    }
}

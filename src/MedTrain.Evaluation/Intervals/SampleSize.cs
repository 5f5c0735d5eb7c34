namespace MedTrain.Evaluation.Intervals;

/// <summary>What an estimate rests on.</summary>
/// <param name="Cases">Number of cases.</param>
/// <param name="Positives">Number of positive cases; null where there is no such thing.</param>
/// <param name="Patients">Number of patients of these cases.</param>
public readonly record struct SampleSize(int Cases, int? Positives, int Patients)
{
    /// <summary>The size of a sample.</summary>
    /// <param name="sample">The sample.</param>
    public static SampleSize Of(Samples.Sample sample) =>
        new(sample.Count, (sample as Samples.BinarySample)?.Positives, sample.PatientCount);
}

namespace MedTrain.Learning.Batching;

/// <summary>Every sampler an experiment file can name. To add one: a file with a sealed record, and a row here.</summary>
public static class SamplerTable
{
    /// <summary>The rows: name in the YAML and the record that holds its options.</summary>
    public static IReadOnlyList<(string Name, Type Type)> Samplers { get; } =
    [
        ("shuffled", typeof(ShuffledSampler)),
        ("sequential", typeof(SequentialSampler)),
        ("weighted", typeof(WeightedSampler)),
        ("class_balanced", typeof(ClassBalancedSampler)),
        ("patient_balanced", typeof(PatientBalancedSampler)),
    ];
}

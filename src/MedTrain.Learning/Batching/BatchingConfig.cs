using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Learning.Batching;

/// <summary>How training cases become batches (the <c>batching</c> section of an experiment file).</summary>
public sealed record BatchingConfig
{
    /// <summary>Which cases make an epoch.</summary>
    [Description("Which cases make an epoch: shuffled (each once), sequential, weighted, class_balanced, patient_balanced.")]
    public Sampler Sampler { get; init; } = new ShuffledSampler();

    /// <summary>Threads that make batches; 0 = half of the processors.</summary>
    [Description("Threads that make batches; 0: half of the processors. The batches are the same for any number.")]
    [Range(0, 256)]
    public int Threads { get; init; }

    /// <summary>Batches that are made ahead of the network.</summary>
    [Description("Batches that are made ahead of the network.")]
    [Range(1, 256)]
    public int Ahead { get; init; } = 4;

    /// <summary>Number of threads, with 0 resolved.</summary>
    internal int ThreadCount => Threads > 0 ? Threads : Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>The same, for a cohort whose labels have these names.</summary>
    public BatchingConfig For(IReadOnlyList<string> labelNames) =>
        Sampler is WeightedSampler weighted ? this with { Sampler = weighted with { LabelNames = labelNames } } : this;

    /// <summary>Labels that the sampler names and the cohort lacks.</summary>
    public IEnumerable<string> UnknownLabels(IReadOnlyList<string> labelNames) =>
        Sampler is WeightedSampler weighted ? weighted.Weights.Keys.Except(labelNames) : [];
}

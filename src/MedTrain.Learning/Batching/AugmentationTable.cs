namespace MedTrain.Learning.Batching;

/// <summary>Every augmentation an experiment file can name. To add one: a file with a sealed record, and a row here.</summary>
public static class AugmentationTable
{
    /// <summary>The rows: name in the YAML and the record that holds its options.</summary>
    public static IReadOnlyList<(string Name, Type Type)> Augmentations { get; } =
    [
        ("flip", typeof(RandomFlip)),
        ("shift", typeof(RandomShift)),
    ];
}

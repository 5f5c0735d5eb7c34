namespace MedTrain.Learning.Batching;

/// <summary>Every augmentation an experiment file can name. To add one: a file with a sealed record, and a row here.</summary>
public static class AugmentationTable
{
    /// <summary>The rows: name in the YAML and the record that holds its options.</summary>
    public static IReadOnlyList<(string Name, Type Type)> Augmentations { get; } =
    [
        ("flip", typeof(RandomFlip)),
        ("shift", typeof(RandomShift)),
        ("affine", typeof(RandomAffine)),
        ("elastic", typeof(RandomElastic)),
        ("crop_resize", typeof(RandomCropResize)),
        ("noise", typeof(RandomNoise)),
        ("blur", typeof(RandomBlur)),
        ("gamma", typeof(RandomGamma)),
        ("contrast", typeof(RandomContrast)),
        ("brightness", typeof(RandomBrightness)),
        ("bias_field", typeof(RandomBiasField)),
        ("motion", typeof(RandomMotion)),
        ("ghosting", typeof(RandomGhosting)),
        ("spike", typeof(RandomSpike)),
        ("cutout", typeof(RandomCutout)),
        ("rand_augment", typeof(RandAugment)),
        ("mixup", typeof(Mixup)),
        ("cutmix", typeof(CutMix)),
    ];
}

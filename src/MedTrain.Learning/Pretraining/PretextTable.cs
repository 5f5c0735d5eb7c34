namespace MedTrain.Learning.Pretraining;

/// <summary>Every pretext task that an experiment file can name. To add one: a record with its settings and loss, and a row here.</summary>
public static class PretextTable
{
    /// <summary>The rows: name in the YAML and the record that holds its options.</summary>
    public static IReadOnlyList<(string Name, Type Type)> Pretexts { get; } =
    [
        ("autoencoder", typeof(Autoencoder)),
        ("denoising_autoencoder", typeof(DenoisingAutoencoder)),
        ("masked_autoencoder", typeof(MaskedAutoencoder)),
        ("simclr", typeof(SimClr)),
    ];
}

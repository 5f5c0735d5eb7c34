using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// A convolutional variational autoencoder: four strided convolutions give mean and log-variance of a map of latent values, of which a
/// sample (in training) or the mean (in evaluation) is decoded by transposed convolutions.
/// </summary>
/// <remarks>Kingma and Welling, Auto-Encoding Variational Bayes, https://arxiv.org/abs/1312.6114; the layers are our own.</remarks>
public sealed class VariationalAutoencoder : Network
{
    private const int Latent = 32;

    private static readonly int[] Widths = [16, 32, 64, 128];

    private readonly Module<Tensor, Tensor> encoder, decoder, mean, logVariance;

    private VariationalAutoencoder(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        int[] widths = [options.InputChannels, .. Widths];
        encoder = Child("encoder", Sequential([.. Widths.Select((width, i) =>
            Unit(Ops.Conv(widths[i], width, 3, stride: 2, padding: 1), width))]));
        mean = Child("mean", Ops.Conv(Widths[^1], Latent, 1));
        logVariance = Child("log_variance", Ops.Conv(Widths[^1], Latent, 1));
        decoder = Child("decoder", Sequential(
        [
            .. Widths.Reverse().Select((width, i) => Unit(Ops.ConvTranspose(i == 0 ? Latent : Widths[^i], width, 4, stride: 2, padding: 1),
                width)),
            Ops.Conv(Widths[0], options.InputChannels, 3, padding: 1),
        ]));
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "vae",
            Family = "VariationalAutoencoder",
            Inputs = [[1, 64, 64], [1, 64, 64, 64]],
            ReferenceOutputs = 1,
            Create = (name, options) => new VariationalAutoencoder(name, options),
        },
    ];

    /// <summary>Mean and log-variance <c>[N, 32, (d,) h, w]</c> of the latent values of an image.</summary>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor input)
    {
        using var scope = NewDisposeScope();
        var maps = Features(input);
        return (mean.call(maps).MoveToOuterDisposeScope(), logVariance.call(maps).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The reconstruction with mean and log-variance of the latent values it was made from: the loss is the reconstruction's plus
    /// <see cref="Divergence"/> of the other two.
    /// </summary>
    public (Tensor Reconstruction, Tensor Mean, Tensor LogVariance) Reconstruct(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (centre, spread) = Encode(input);
        return (Decode(centre, spread).MoveToOuterDisposeScope(), centre.MoveToOuterDisposeScope(), spread.MoveToOuterDisposeScope());
    }

    /// <summary>The Kullback–Leibler divergence from the standard normal distribution, the mean over images of the sum over latent values
    /// (nats).</summary>
    public static Tensor Divergence(Tensor mean, Tensor logVariance)
    {
        using var scope = NewDisposeScope();
        return ((mean.square() + logVariance.exp() - 1 - logVariance).sum() / (2.0 * mean.shape[0])).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => encoder.call(input); // [N, 128, H/16, W/16]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(mean.call(maps)); // [N, 32]

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input)
    {
        var (centre, spread) = Encode(input);
        return Decode(centre, spread); // [N, C, H, W]
    }

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "encoder.0.0",
        Head: "",
        CamLayer: "encoder",
        FeatureCount: Latent,
        MinimumSize: 1 << Widths.Length,
        Stages: [new("encoder", "encoder"), new("latent", "mean", "log_variance"), new("decoder", "decoder")])
    {
        Output = NetworkOutput.Reconstruction,
        SizeMultiple = 1 << Widths.Length,
    };

    private Tensor Decode(Tensor centre, Tensor spread) =>
        decoder.call(training ? centre + ((spread * 0.5).exp() * randn_like(centre)) : centre);

    private Module<Tensor, Tensor> Unit(Module<Tensor, Tensor> conv, int width) =>
        Sequential(conv, Ops.BatchNorm(width), ReLU(inplace: true));
}

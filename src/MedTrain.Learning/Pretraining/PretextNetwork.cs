using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Pretraining;

/// <summary>A network of the table as the encoder of a larger one that is trained on images alone. Its own head is not used.</summary>
public abstract class PretextNetwork : Network
{
    /// <summary>The stage of the encoder's own head, which is not trained.</summary>
    public const string UnusedStage = "unused";

    private const string EncoderPath = "encoder";

    /// <summary>Begins a network around an encoder; the derived constructor adds the second part, at <paramref name="second"/>.</summary>
    private protected PretextNetwork(Network encoder, string second, NetworkOutput output)
        : base($"{encoder.GetName()} with a {second}", encoder.Options, Anatomise(encoder.Anatomy, second, output)) =>
        Encoder = Child(EncoderPath, encoder);

    /// <summary>The network of the table.</summary>
    public Network Encoder { get; }

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => Encoder.Features(input);

    private static NetworkAnatomy Anatomise(NetworkAnatomy encoder, string second, NetworkOutput output)
    {
        string[] heads = [encoder.Head, .. encoder.AuxiliaryHeads];
        return encoder with
        {
            FirstLayer = $"{EncoderPath}.{encoder.FirstLayer}",
            Head = second,
            Output = output,
            AuxiliaryHeads = [],
            AuxiliaryWeights = [],
            Stages =
            [
                new NetworkStage(UnusedStage, [.. heads.Where(head => head.Length > 0).Select(head => $"{EncoderPath}.{head}")]),
                new NetworkStage(EncoderPath, EncoderPath),
                new NetworkStage(second, second),
            ],
        };
    }
}

/// <summary>Gives images back from an encoder's feature maps.</summary>
internal sealed class ReconstructionNetwork : PretextNetwork
{
    private const string DecoderPath = "decoder";

    private readonly ReconstructionDecoder decoder;

    private ReconstructionNetwork(Network encoder, long[] maps)
        : base(encoder, DecoderPath, NetworkOutput.Reconstruction) =>
        decoder = Child(DecoderPath, new ReconstructionDecoder(Ops, maps[1], encoder.Options.InputChannels, maps[2..], encoder.Options.InputSize!));

    /// <summary>The network around an encoder.</summary>
    public static ReconstructionNetwork Of(Network encoder) => new(encoder, MapsOf(encoder));

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input) => decoder.call(Maps(input)); // [N, C, (D,) H, W]

    private static long[] MapsOf(Network encoder)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        encoder.eval();
        return encoder.Features(zeros([1, encoder.Options.InputChannels, .. encoder.Options.InputSize!], device: encoder.parameters().First().device)).shape;
    }
}

/// <summary>Compares images by a projection of an encoder's pooled features.</summary>
internal sealed class ProjectionNetwork : PretextNetwork
{
    private const string ProjectionPath = "projection";

    private readonly nn.Module<Tensor, Tensor> projection;

    private ProjectionNetwork(Network encoder, int width)
        : base(encoder, ProjectionPath, NetworkOutput.Scores) =>
        projection = Child(ProjectionPath, nn.Sequential(
            ("hidden", nn.Linear(encoder.Anatomy.FeatureCount, encoder.Anatomy.FeatureCount)),
            ("relu", nn.ReLU(inplace: true)),
            ("output", nn.Linear(encoder.Anatomy.FeatureCount, width))));

    /// <summary>The network around an encoder.</summary>
    public static ProjectionNetwork Of(Network encoder, int width) => new(encoder, width);

    /// <inheritdoc/>
    protected override Tensor Embed(Tensor input) => Encoder.PooledFeatures(input); // [N, FeatureCount]

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input) => projection.call(Embed(input)); // [N, width]
}

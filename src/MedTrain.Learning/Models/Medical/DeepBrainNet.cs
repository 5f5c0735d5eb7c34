using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// A network of axial slices in the style of DeepBrainNet: the convolutions of VGG-16, the mean of their maps, 1024 hidden features, one
/// output. A subject's brain age is the median over its slices.
/// </summary>
/// <remarks>
/// Bashyam et al., https://doi.org/10.1093/brain/awaa160. The published weights are a Keras file whose size equals this network's (with
/// Adam's state), not that of the Inception-ResNet v2 which the paper names; equality of outputs was not checked. Keys of the convolutions
/// are torchvision's, so that VGG-16 weights load.
/// </remarks>
public sealed class DeepBrainNet : Network
{
    private const int Hidden = 1024;

    private readonly Module<Tensor, Tensor> features, dense;

    private DeepBrainNet(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        features = Child("features", Vgg.Features(Ops, options.InputChannels, [2, 2, 3, 3, 3]));
        WeightInit.KaimingNormalConvolutions(this, init.FanInOut.FanOut);
        dense = Place("classifier.0", Linear(512, Hidden));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "deepbrainnet",
            Family = "DeepBrainNet",
            Source = new("https://github.com/vishnubashyam/DeepBrainNet"),
            Inputs = [[3, 182, 218]],
            ReferenceOutputs = 1,
            Weights = WeightNaming.Torchvision,
            Create = (name, options) => new DeepBrainNet(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => features.call(input); // [N, 512, H/32, W/32]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => dense.call(Ops.GlobalAverage(maps)).relu(); // [N, 1024]

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "features.0",
        Head: "classifier.2",
        CamLayer: "features",
        FeatureCount: Hidden,
        MinimumSize: 32,
        Stages: [new("features", "features"), new("hidden", "classifier.0"), new("head", "classifier.2")]);
}

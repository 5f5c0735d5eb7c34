using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// AlexNet in its version for one graphics card, without groups and response normalisation, with the state-dict keys of torchvision.
/// </summary>
/// <remarks>
/// Krizhevsky, One weird trick for parallelizing convolutional neural networks, https://arxiv.org/abs/1404.5997, after
/// Krizhevsky et al., ImageNet Classification with Deep Convolutional Neural Networks, 2012.
/// </remarks>
public sealed class AlexNet : Network
{
    private readonly Module<Tensor, Tensor> features, avgpool;
    private readonly Module<Tensor, Tensor>[] classifier;

    private AlexNet(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        features = Child("features", Sequential(
            Ops.Conv(options.InputChannels, 64, 11, stride: 4, padding: 2), ReLU(inplace: true), Ops.MaxPool(3, stride: 2),
            Ops.Conv(64, 192, 5, padding: 2), ReLU(inplace: true), Ops.MaxPool(3, stride: 2),
            Ops.Conv(192, 384, 3, padding: 1), ReLU(inplace: true),
            Ops.Conv(384, 256, 3, padding: 1), ReLU(inplace: true),
            Ops.Conv(256, 256, 3, padding: 1), ReLU(inplace: true), Ops.MaxPool(3, stride: 2)));
        avgpool = Child("avgpool", Ops.AdaptiveAvgPool(6));
        var dropout = options.Dropout ?? 0.5;
        classifier = PlaceInTurn(
            "classifier",
            Dropout(dropout), Linear(256 * 6 * 6, 4096), ReLU(inplace: true), Dropout(dropout), Linear(4096, 4096), ReLU(inplace: true));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "alexnet",
            Family = "AlexNet",
            Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/alexnet.py"),
            Inputs = [[3, 224, 224]],
            Weights = WeightNaming.Torchvision,
            Statistics = ChannelStatistics.ImageNet,
            Create = (name, options) => new AlexNet(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => features.call(input); // [N, 256, H/32 - 1, W/32 - 1]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => classifier.Through(avgpool.call(maps).flatten(1)); // [N, 4096]

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input) => Head.call(Pool(Maps(input))); // the dropouts are among the hidden layers

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "features.0",
        Head: "classifier.6",
        CamLayer: "features.12",
        FeatureCount: 4096,
        MinimumSize: 63,
        Stages:
        [
            new("conv1", "features.0"), new("conv2", "features.3"), new("conv3", "features.6"), new("conv4", "features.8"),
            new("conv5", "features.10"), new("fc6", "classifier.1"), new("fc7", "classifier.4"), new("head", "classifier.6"),
        ]);
}

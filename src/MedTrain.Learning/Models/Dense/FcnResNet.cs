using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>A fully convolutional network on a ResNet whose last two layers keep the size: coarse logits are interpolated to the image's
/// size.</summary>
/// <remarks>Long et al., https://arxiv.org/abs/1411.4038; layers and keys of torchvision.</remarks>
public sealed class FcnResNet : Network
{
    private const int Width = 2048;

    private readonly Module<Tensor, Tensor> backbone;
    private readonly Module<Tensor, Tensor>[] hidden;

    private FcnResNet(string name, NetworkOptions options, int[] depths)
        : base(name, options, Anatomise())
    {
        backbone = Child("backbone", new ResNet.DilatedTrunk(Ops, options.InputChannels, depths));
        WeightInit.KaimingNormalConvolutions(backbone, init.FanInOut.FanOut);
        hidden =
        [
            Place("classifier.0", Ops.Conv(Width, Width / 4, 3, padding: 1, bias: false)), Place("classifier.1", Ops.BatchNorm(Width / 4)),
            ReLU(), Place("classifier.3", Dropout(options.Dropout ?? 0.1)),
        ];
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } = [Row("fcn_resnet50", [3, 4, 6, 3]), Row("fcn_resnet101", [3, 4, 23, 3])];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => backbone.call(input); // [N, 2048, H/8, W/8]

    /// <inheritdoc/>
    // [N, outputs, H, W]
    protected override Tensor Score(Tensor input) => Ops.Resize(Head.call(hidden.Through(Maps(input))), input.shape[2..]);

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Ops.Conv(Width / 4, outputs, 1);

    private static ModelRow Row(string name, int[] depths) => new()
    {
        Name = name,
        Family = "FCN",
        Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/segmentation/fcn.py"),
        Inputs = [[3, 224, 224]],
        ReferenceOutputs = 21,
        Weights = WeightNaming.Torchvision,
        Statistics = ChannelStatistics.ImageNet,
        Create = (given, options) => new FcnResNet(given, options, depths),
    };

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "backbone.conv1",
        Head: "classifier.4",
        CamLayer: "backbone",
        FeatureCount: Width,
        MinimumSize: 1,
        Stages:
        [
            new("stem", "backbone.conv1", "backbone.bn1"),
            .. Enumerable.Range(1, 4).Select(i => new NetworkStage($"layer{i}", $"backbone.layer{i}")),
            new("hidden", "classifier.0", "classifier.1"),
            new("head", "classifier.4"),
        ])
    {
        Output = NetworkOutput.Maps,
        HeadReadsMaps = true,
    };
}

using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Searched inverted residual blocks with squeeze-and-excitation and hard swish, with the state-dict keys of torchvision; in 3D every
/// kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>Howard et al., Searching for MobileNetV3, https://arxiv.org/abs/1905.02244.</remarks>
public sealed class MobileNetV3 : Network
{
    private static readonly ConvNorm.Norm Norm = new(Eps: 1e-3, Momentum: 0.01);

    private readonly Module<Tensor, Tensor> features;
    private readonly Module<Tensor, Tensor>[] classifier;

    private MobileNetV3(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        var layers = Sequential(ConvNorm.Numbered(Ops, options.InputChannels, 16, 3, stride: 2, Norm, HardSwish));
        var inputs = 16;
        foreach (var bottleneck in variant.Bottlenecks)
        {
            layers.append(Inverted(inputs, bottleneck));
            inputs = bottleneck.Width;
        }

        features = Child("features", layers.append(ConvNorm.Numbered(Ops, inputs, 6 * inputs, 1, stride: 1, Norm, HardSwish)));
        classifier = PlaceInTurn("classifier", Linear(6 * inputs, variant.FeatureCount), HardSwish());
        WeightInit.Convolutions(this, weight => init.kaiming_normal_(weight, mode: init.FanInOut.FanOut));
        WeightInit.Linears(this, Draw);
        AddDropout("classifier.2", 0.2);
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("mobilenet_v3_small", new(
            FeatureCount: 1024,
            new(3, 16, 16, 2, Excited: true), new(3, 72, 24, 2), new(3, 88, 24, 1),
            new(5, 96, 40, 2, true, true), new(5, 240, 40, 1, true, true), new(5, 240, 40, 1, true, true),
            new(5, 120, 48, 1, true, true), new(5, 144, 48, 1, true, true),
            new(5, 288, 96, 2, true, true), new(5, 576, 96, 1, true, true), new(5, 576, 96, 1, true, true))),
        Row("mobilenet_v3_large", new(
            FeatureCount: 1280,
            new(3, 16, 16, 1), new(3, 64, 24, 2), new(3, 72, 24, 1),
            new(5, 72, 40, 2, Excited: true), new(5, 120, 40, 1, Excited: true), new(5, 120, 40, 1, Excited: true),
            new(3, 240, 80, 2, Swish: true), new(3, 200, 80, 1, Swish: true),
            new(3, 184, 80, 1, Swish: true), new(3, 184, 80, 1, Swish: true),
            new(3, 480, 112, 1, true, true), new(3, 672, 112, 1, true, true),
            new(5, 672, 160, 2, true, true), new(5, 960, 160, 1, true, true), new(5, 960, 160, 1, true, true))),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => features.call(input); // [N, 576 or 960, H/32, W/32]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => classifier.Through(Ops.GlobalAverage(maps)); // [N, FeatureCount]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        WeightInit.Linears(head, Draw);
        return head;
    }

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "MobileNet",
        Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/mobilenetv3.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = WeightNaming.Torchvision,
        Statistics = ChannelStatistics.ImageNet,
        Create = (name, options) => new MobileNetV3(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(Variant variant)
    {
        var last = variant.Bottlenecks.Count + 1;
        return new(
            FirstLayer: "features.0.0",
            Head: "classifier.3",
            CamLayer: $"features.{last}",
            FeatureCount: variant.FeatureCount,
            MinimumSize: 1,
            Stages:
            [
                .. Enumerable.Range(0, last + 1).Select(layer => new NetworkStage($"features{layer}", $"features.{layer}")),
                new("hidden", "classifier.0"),
                new("head", "classifier.3"),
            ]);
    }

    private static Module<Tensor, Tensor> HardSwish() => Hardswish(inplace: true);

    private static Module<Tensor, Tensor> Relu() => ReLU(inplace: true);

    private static void Draw(Tensor weight) => init.normal_(weight, 0, 0.01);

    private Shortcut Inverted(int inputs, Bottleneck bottleneck)
    {
        var (hidden, activation) = (bottleneck.Hidden, bottleneck.Swish ? (Func<Module<Tensor, Tensor>>)HardSwish : Relu);
        var layers = hidden == inputs ? Sequential() : Sequential(ConvNorm.Numbered(Ops, inputs, hidden, 1, stride: 1, Norm, activation));
        layers.append(ConvNorm.Numbered(Ops, hidden, hidden, bottleneck.Kernel, bottleneck.Stride, Norm, activation, groups: hidden));
        if (bottleneck.Excited)
        {
            var squeezed = ChannelCount.Rounded(hidden / 4);
            layers.append(new SqueezeExcite(Ops, hidden, squeezed, SqueezeExcite.TorchvisionNames, Relu, () => Hardsigmoid()));
        }

        layers.append(ConvNorm.Numbered(Ops, hidden, bottleneck.Width, 1, stride: 1, Norm, activation: null));
        return new("block", layers, isAdded: bottleneck.Stride == 1 && inputs == bottleneck.Width);
    }

    /// <summary>
    /// A block: kernel and channels of its depthwise convolution, channels it gives, stride, with squeeze-and-excitation, with hard swish.
    /// </summary>
    private sealed record Bottleneck(int Kernel, int Hidden, int Width, int Stride, bool Excited = false, bool Swish = false);

    /// <summary>What tells the variants apart.</summary>
    private sealed record Variant(int FeatureCount, params IReadOnlyList<Bottleneck> Bottlenecks);
}

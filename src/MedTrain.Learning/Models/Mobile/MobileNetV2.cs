using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Inverted residual blocks (narrow, wide and depthwise, narrow) with linear bottlenecks, with the state-dict keys of torchvision; in 3D
/// every kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks, https://arxiv.org/abs/1801.04381.</remarks>
public sealed class MobileNetV2 : Network
{
    private const int LastWidth = 1280;
    private const int Blocks = 17;

    private static readonly ConvNorm.Norm Norm = new();

    /// <summary>Expansion, channels, repeats and first stride of each group of blocks.</summary>
    private static readonly (int Expansion, int Width, int Repeats, int Stride)[] Groups =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Module<Tensor, Tensor> features;

    private MobileNetV2(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        var layers = Sequential(ConvNorm.Numbered(Ops, options.InputChannels, 32, 3, stride: 2, Norm, Activation));
        var inputs = 32;
        foreach (var (expansion, width, repeats, stride) in Groups)
        {
            for (var i = 0; i < repeats; i++)
            {
                layers.append(Bottleneck(inputs, width, expansion, i == 0 ? stride : 1));
                inputs = width;
            }
        }

        features = Child("features", layers.append(ConvNorm.Numbered(Ops, inputs, LastWidth, 1, stride: 1, Norm, Activation)));
        WeightInit.Convolutions(this, weight => init.kaiming_normal_(weight, mode: init.FanInOut.FanOut));
        AddDropout("classifier.0", 0.2);
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "mobilenet_v2",
            Family = "MobileNet",
            Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/mobilenetv2.py"),
            Inputs = [[3, 224, 224], [1, 96, 96, 96]],
            Weights = WeightNaming.Torchvision,
            Statistics = ChannelStatistics.ImageNet,
            Create = (name, options) => new MobileNetV2(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => features.call(input); // [N, 1280, H/32, W/32]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(LastWidth, outputs);
        WeightInit.Linears(head, weight => init.normal_(weight, 0, 0.01));
        return head;
    }

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "features.0.0",
        Head: "classifier.1",
        CamLayer: $"features.{Blocks + 1}",
        FeatureCount: LastWidth,
        MinimumSize: 1,
        Stages:
        [
            .. Enumerable.Range(0, Blocks + 2).Select(layer => new NetworkStage($"features{layer}", $"features.{layer}")),
            new("head", "classifier"),
        ]);

    private static Module<Tensor, Tensor> Activation() => ReLU6(inplace: true);

    private Shortcut Bottleneck(int inputs, int outputs, int expansion, int stride)
    {
        var hidden = inputs * expansion;
        var layers = expansion == 1 ? Sequential() : Sequential(ConvNorm.Numbered(Ops, inputs, hidden, 1, stride: 1, Norm, Activation));
        layers.append(ConvNorm.Numbered(Ops, hidden, hidden, 3, stride, Norm, Activation, groups: hidden));
        layers.append(Ops.Conv(hidden, outputs, 1, bias: false)).append(Ops.BatchNorm(outputs));
        return new("conv", layers, isAdded: stride == 1 && inputs == outputs);
    }
}

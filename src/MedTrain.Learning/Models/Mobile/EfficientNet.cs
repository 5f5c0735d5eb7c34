using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Inverted residual blocks scaled together in depth, width and resolution, and their second version with plain convolutions in the early
/// blocks; state-dict keys of torchvision; in 3D every kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>
/// Tan and Le, EfficientNet: Rethinking Model Scaling, https://arxiv.org/abs/1905.11946, and EfficientNetV2: Smaller Models and Faster
/// Training, https://arxiv.org/abs/2104.00298.
/// </remarks>
public sealed class EfficientNet : Network
{
    private const double DropProbability = 0.2; // of the last block's path; the others' grow from 0 evenly

    private readonly Module<Tensor, Tensor> features;
    private readonly Variant variant;

    private EfficientNet(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        this.variant = variant;
        var inputs = variant.Stages[0].Inputs;
        var layers = Sequential(ConvNorm.Numbered(Ops, options.InputChannels, inputs, 3, stride: 2, variant.Norm, Activation));
        var (block, blocks) = (0, variant.Stages.Sum(stage => stage.Repeats));
        foreach (var stage in variant.Stages)
        {
            var chain = Sequential();
            for (var i = 0; i < stage.Repeats; i++, block++)
            {
                chain.append(Inverted(inputs, stage, i == 0 ? stage.Stride : 1, DropProbability * block / blocks));
                inputs = stage.Width;
            }

            layers.append(chain);
        }

        features = Child(
            "features", layers.append(ConvNorm.Numbered(Ops, inputs, variant.FeatureCount, 1, stride: 1, variant.Norm, Activation)));
        WeightInit.Convolutions(this, weight => init.kaiming_normal_(weight, mode: init.FanInOut.FanOut));
        AddDropout("classifier.0", variant.Dropout);
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("efficientnet_b0", 224, First(width: 1.0, depth: 1.0, dropout: 0.2)),
        Row("efficientnet_b1", 240, First(width: 1.0, depth: 1.1, dropout: 0.2)),
        Row("efficientnet_b2", 288, First(width: 1.1, depth: 1.2, dropout: 0.3)),
        Row("efficientnet_b3", 300, First(width: 1.2, depth: 1.4, dropout: 0.3)),
        Row("efficientnet_b4", 380, First(width: 1.4, depth: 1.8, dropout: 0.4)),
        Row("efficientnet_b5", 456, First(width: 1.6, depth: 2.2, dropout: 0.4) with { Norm = new(1e-3, 0.01) }),
        Row("efficientnet_b6", 528, First(width: 1.8, depth: 2.6, dropout: 0.5) with { Norm = new(1e-3, 0.01) }),
        Row("efficientnet_b7", 600, First(width: 2.0, depth: 3.1, dropout: 0.5) with { Norm = new(1e-3, 0.01) }),
        Row("efficientnet_v2_s", 384, Second(
            0.2, new(1, 3, 1, 24, 24, 2, true), new(4, 3, 2, 24, 48, 4, true), new(4, 3, 2, 48, 64, 4, true),
            new(4, 3, 2, 64, 128, 6), new(6, 3, 1, 128, 160, 9), new(6, 3, 2, 160, 256, 15))),
        Row("efficientnet_v2_m", 480, Second(
            0.3, new(1, 3, 1, 24, 24, 3, true), new(4, 3, 2, 24, 48, 5, true), new(4, 3, 2, 48, 80, 5, true),
            new(4, 3, 2, 80, 160, 7), new(6, 3, 1, 160, 176, 14), new(6, 3, 2, 176, 304, 18), new(6, 3, 1, 304, 512, 5))),
        Row(
            "efficientnet_v2_l",
            480,
            Second(
                0.4, new(1, 3, 1, 32, 32, 4, true), new(4, 3, 2, 32, 64, 7, true), new(4, 3, 2, 64, 96, 7, true),
                new(4, 3, 2, 96, 192, 10), new(6, 3, 1, 192, 224, 19), new(6, 3, 2, 224, 384, 25), new(6, 3, 1, 384, 640, 7)),
            ChannelStatistics.Half),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => features.call(input); // [N, FeatureCount, H/32, W/32]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var (head, bound) = (Linear(Anatomy.FeatureCount, outputs), 1 / Math.Sqrt(outputs));
        WeightInit.Linears(head, weight => init.uniform_(weight, -bound, bound));
        return head;
    }

    private static ModelRow Row(string name, long side, Variant variant, ChannelStatistics? statistics = null) => new()
    {
        Name = name,
        Family = "EfficientNet",
        Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/efficientnet.py"),
        Inputs = [[3, side, side], [1, 96, 96, 96]],
        Weights = WeightNaming.Torchvision,
        Statistics = statistics ?? ChannelStatistics.ImageNet,
        Create = (name, options) => new EfficientNet(name, options, variant),
    };

    /// <summary>The first version's b0, scaled.</summary>
    private static Variant First(double width, double depth, double dropout)
    {
        Stage[] stages =
        [
            new(1, 3, 1, 32, 16, 1), new(6, 3, 2, 16, 24, 2), new(6, 5, 2, 24, 40, 2), new(6, 3, 2, 40, 80, 3),
            new(6, 5, 1, 80, 112, 3), new(6, 5, 2, 112, 192, 4), new(6, 3, 1, 192, 320, 1),
        ];
        int Wider(int channels) => ChannelCount.Rounded(channels * width);
        Stage Scaled(Stage stage) => stage with
        {
            Inputs = Wider(stage.Inputs),
            Width = Wider(stage.Width),
            Repeats = (int)Math.Ceiling(stage.Repeats * depth),
        };
        return new(dropout, 4 * Wider(320), new(), [.. stages.Select(Scaled)]);
    }

    private static Variant Second(double dropout, params Stage[] stages) => new(dropout, 1280, new(Eps: 1e-3), stages);

    private static NetworkAnatomy Anatomise(Variant variant)
    {
        var last = variant.Stages.Count + 1;
        return new(
            FirstLayer: "features.0.0",
            Head: "classifier.1",
            CamLayer: $"features.{last}",
            FeatureCount: variant.FeatureCount,
            MinimumSize: 1,
            Stages:
            [
                .. Enumerable.Range(0, last + 1).Select(layer => new NetworkStage($"features{layer}", $"features.{layer}")),
                new("head", "classifier"),
            ]);
    }

    private static Module<Tensor, Tensor> Activation() => SiLU(inplace: true);

    private Shortcut Inverted(int inputs, Stage stage, int stride, double dropProbability)
    {
        var layers = stage.Fused ? Fused(inputs, stage, stride) : Separable(inputs, stage, stride);
        return new("block", layers, isAdded: stride == 1 && inputs == stage.Width, dropProbability);
    }

    /// <summary>Widens by 1×1, filters each channel by itself, weighs the channels, and narrows by 1×1.</summary>
    private Sequential Separable(int inputs, Stage stage, int stride)
    {
        var hidden = ChannelCount.Rounded(inputs * stage.Expansion);
        var layers = hidden == inputs
            ? Sequential()
            : Sequential(ConvNorm.Numbered(Ops, inputs, hidden, 1, stride: 1, variant.Norm, Activation));
        layers.append(ConvNorm.Numbered(Ops, hidden, hidden, stage.Kernel, stride, variant.Norm, Activation, groups: hidden));
        layers.append(new SqueezeExcite(Ops, hidden, Math.Max(1, inputs / 4), SqueezeExcite.TorchvisionNames, Activation, Sigmoid));
        return layers.append(ConvNorm.Numbered(Ops, hidden, stage.Width, 1, stride: 1, variant.Norm, activation: null));
    }

    /// <summary>Widens by a plain convolution and narrows by 1×1, or only the plain convolution when nothing is to be widened.</summary>
    private Sequential Fused(int inputs, Stage stage, int stride)
    {
        var hidden = ChannelCount.Rounded(inputs * stage.Expansion);
        var first = ConvNorm.Numbered(Ops, inputs, hidden == inputs ? stage.Width : hidden, stage.Kernel, stride, variant.Norm, Activation);
        return hidden == inputs
            ? Sequential(first)
            : Sequential(first, ConvNorm.Numbered(Ops, hidden, stage.Width, 1, stride: 1, variant.Norm, activation: null));
    }

    /// <summary>Blocks of one kind.</summary>
    private sealed record Stage(int Expansion, int Kernel, int Stride, int Inputs, int Width, int Repeats, bool Fused = false);

    /// <summary>What tells the variants apart.</summary>
    private sealed record Variant(double Dropout, int FeatureCount, ConvNorm.Norm Norm, IReadOnlyList<Stage> Stages);
}

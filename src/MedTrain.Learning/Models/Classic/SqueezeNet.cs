using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// A network of few parameters: 1×1 convolutions squeeze the channels before 1×1 and 3×3 convolutions expand them. The head is a
/// convolution, followed by ReLU and the mean over each map, so outputs are never negative. State-dict keys of torchvision; in 3D every
/// kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>Iandola et al., SqueezeNet, https://arxiv.org/abs/1602.07360.</remarks>
public sealed class SqueezeNet : Network
{
    private readonly Module<Tensor, Tensor> features, dropout;

    private SqueezeNet(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        var layers = Sequential(
            Ops.Conv(options.InputChannels, variant.Stem, variant.StemKernel, stride: 2),
            ReLU(inplace: true),
            Ops.MaxPool(3, stride: 2, ceilMode: true));
        var inputs = variant.Stem;
        foreach (var (fire, (squeezed, expanded)) in Variant.Fires.Index())
        {
            layers.append(new Fire(Ops, inputs, squeezed, expanded));
            inputs = 2 * expanded;
            if (variant.HalvedAfter.Contains(fire))
            {
                layers.append(Ops.MaxPool(3, stride: 2, ceilMode: true));
            }
        }

        features = Child("features", layers);
        dropout = Place("classifier.0", Dropout(options.Dropout ?? 0.5));
        WeightInit.Convolutions(this, weight => init.kaiming_uniform_(weight));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("squeezenet1_0", new(Stem: 96, StemKernel: 7, HalvedAfter: [2, 6])),
        Row("squeezenet1_1", new(Stem: 64, StemKernel: 3, HalvedAfter: [1, 3])),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => features.call(input); // [N, 512, H/16, W/16]

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input) => Ops.GlobalAverage(Head.call(dropout.call(Maps(input))).relu_());

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Ops.Conv(Anatomy.FeatureCount, outputs, 1);
        WeightInit.Convolutions(head, weight => init.normal_(weight, 0, 0.01));
        return head;
    }

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "SqueezeNet",
        Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/squeezenet.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = WeightNaming.Torchvision,
        Statistics = ChannelStatistics.ImageNet,
        Create = (name, options) => new SqueezeNet(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(Variant variant) => new(
        FirstLayer: "features.0",
        Head: "classifier.1",
        CamLayer: $"features.{variant.Layers - 1}",
        FeatureCount: 512,
        MinimumSize: variant.StemKernel == 7 ? 21 : 17,
        Stages:
        [
            new("stem", "features.0"),
            .. variant.FireLayers.Select((layer, fire) => new NetworkStage($"fire{fire + 2}", $"features.{layer}")),
            new("head", "classifier.1"),
        ])
    {
        HeadReadsMaps = true,
    };

    /// <summary>What tells the variants apart.</summary>
    /// <param name="Stem">Channels of the first convolution.</param>
    /// <param name="StemKernel">Its kernel.</param>
    /// <param name="HalvedAfter">The fire modules that are followed by a halving.</param>
    private sealed record Variant(int Stem, int StemKernel, int[] HalvedAfter)
    {
        /// <summary>Channels after the squeeze, and channels of each expansion.</summary>
        public static IReadOnlyList<(int Squeezed, int Expanded)> Fires { get; } =
            [(16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256)];

        /// <summary>The places of the fire modules among the layers.</summary>
        public IEnumerable<int> FireLayers =>
            Enumerable.Range(0, Fires.Count).Select(fire => 3 + fire + HalvedAfter.Count(after => after < fire));

        /// <summary>How many layers come before the classifier.</summary>
        public int Layers => FireLayers.Last() + 1;
    }

    /// <summary>1×1 convolution to few channels, then 1×1 and 3×3 convolutions side by side.</summary>
    private sealed class Fire : Block
    {
        private readonly Module<Tensor, Tensor> squeeze, expand1x1, expand3x3;

        public Fire(SpatialOps ops, long inputs, long squeezed, long expanded)
            : base(nameof(Fire))
        {
            squeeze = Child("squeeze", ops.Conv(inputs, squeezed, 1));
            expand1x1 = Child("expand1x1", ops.Conv(squeezed, expanded, 1));
            expand3x3 = Child("expand3x3", ops.Conv(squeezed, expanded, 3, padding: 1));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var squeezed = squeeze.call(input).relu_();
            return cat([expand1x1.call(squeezed).relu_(), expand3x3.call(squeezed).relu_()], 1).MoveToOuterDisposeScope();
        }
    }
}

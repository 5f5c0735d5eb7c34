using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Residual networks without normalisation of activations: weights are standardised instead, and each block divides its input by the
/// deviation that it is expected to have. Keys are timm's; in 3D every kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>Brock et al., High-Performance Large-Scale Image Recognition Without Normalization, https://arxiv.org/abs/2102.06171.</remarks>
public sealed class NfNet : Network
{
    private const double Alpha = 0.2; // weight of a block's branch
    private static readonly int[] Widths = [256, 512, 1536, 1536];

    private readonly Variant variant;
    private readonly Module<Tensor, Tensor>[] stem, stages;
    private readonly Module<Tensor, Tensor> last;

    private NfNet(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(options.Dims, variant))
    {
        this.variant = variant;
        var channels = (long)options.InputChannels;
        (long Outputs, int Stride)[] steps = [(16, 2), (32, 1), (64, 1), (128, 2)];
        var begin = new List<Module<Tensor, Tensor>>();
        foreach (var (outputs, stride) in steps)
        {
            begin.Add(Place($"stem.conv{begin.Count + 1}", variant.Conv(options.Dims, channels, outputs, 3, stride)));
            channels = outputs;
        }

        var (all, variance) = (new List<Module<Tensor, Tensor>>(), 1.0);
        for (var stage = 0; stage < 4; stage++)
        {
            for (var i = 0; i < variant.Depths[stage]; i++, channels = Widths[stage])
            {
                var stride = i == 0 && stage > 0 ? 2 : 1;
                all.Add(Place(
                    $"stages.{stage}.{i}", new NormFreeBlock(Ops, channels, Widths[stage], stride, 1 / Math.Sqrt(variance), variant)));
                variance = (i == 0 ? 1 : variance) + (Alpha * Alpha);
            }
        }

        (stem, stages) = ([.. begin], [.. all]);
        last = Child("final_conv", variant.Conv(options.Dims, channels, Anatomy.FeatureCount, 1));
        WeightInit.Convolutions(this, weight => init.normal_(weight, 0, Math.Sqrt(1.0 / weight[0].numel())));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("timm_nfnet_l0", 224, new([1, 2, 6, 3], x => x.silu(), 1.7881293296813965, Groups: 64, Ratio: 0.25, Features: 2304)),
        Row("timm_nfnet_f0", 192, new([1, 2, 6, 3], x => x.gelu(), 1.7015043497085571)),
        Row("timm_dm_nfnet_f0", 192, new([1, 2, 6, 3], x => x.gelu(), 1.7015043497085571) { IsDeepMind = true }),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input)
    {
        var x = stem[0].call(input);
        foreach (var conv in stem.Skip(1))
        {
            x = conv.call(variant.Activate(x)); // [N, 128, H/4, W/4] after the last
        }

        return variant.Activate(last.call(stages.Through(x))); // [N, FeatureCount, H/32, W/32]
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        init.normal_(head.weight, 0, 0.01);
        init.zeros_(head.bias!);
        return head;
    }

    private static ModelRow Row(string name, int side, Variant variant) => new()
    {
        Name = name,
        Family = "NFNet",
        Source = new("https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/nfnet.py"),
        Inputs = [[3, side, side], [1, 96, 96, 96]],
        Weights = WeightNaming.Timm,
        Statistics = ChannelStatistics.ImageNet,
        Create = (name, options) => new NfNet(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(SpatialDims dims, Variant variant) => new(
        FirstLayer: "stem.conv1",
        Head: "head.fc",
        CamLayer: "final_conv",
        FeatureCount: variant.Features,
        MinimumSize: dims == SpatialDims.Two ? 1 : 17, // libtorch refuses to pool volumes that are smaller than the window
        Stages:
        [
            new("stem", "stem"),
            .. Enumerable.Range(0, 4).Select(stage => new NetworkStage($"stage{stage + 1}", $"stages.{stage}")),
            new("final", "final_conv"),
            new("head", "head"),
        ]);

    /// <summary>What tells the variants apart.</summary>
    /// <param name="Depths">Blocks of each stage.</param>
    /// <param name="Activation">The activation.</param>
    /// <param name="Gamma">The inverse of the deviation of the activation of normal noise.</param>
    /// <param name="Groups">Channels of a group of the 3×3 convolutions.</param>
    /// <param name="Ratio">Width of a block's middle, and of its squeeze, as a part of the outputs.</param>
    /// <param name="Features">Channels of the last convolution.</param>
    private sealed record Variant(
        int[] Depths, Func<Tensor, Tensor> Activation, double Gamma, int Groups = 128, double Ratio = 0.5, int Features = 3072)
    {
        /// <summary>
        /// As DeepMind's: gamma is applied to activations instead of weights, branches begin at zero, padding is TensorFlow's.
        /// </summary>
        public bool IsDeepMind { get; init; }

        public Tensor Activate(Tensor x) => IsDeepMind ? Activation(x) * Gamma : Activation(x);

        public StandardisedConv Conv(
            SpatialDims dims, long inputs, long outputs, int kernel, int stride = 1, long groups = 1, double gain = 1) =>
            new(dims, inputs, outputs, kernel, stride, groups, IsDeepMind ? 1 : Gamma, IsDeepMind, gain);
    }

    /// <summary>Scale, activate, 1×1, 3×3, 3×3, 1×1, squeeze and excitation; weighed and added to the shortcut.</summary>
    private sealed class NormFreeBlock : Block
    {
        private const double ExciteGain = 2; // the gate halves the signal on average

        private readonly double beta;
        private readonly Variant variant;
        private readonly Module<Tensor, Tensor> conv1, conv2, conv2b, conv3, excite;
        private readonly Module<Tensor, Tensor>? pool, downsample;

        public NormFreeBlock(SpatialOps ops, long inputs, long outputs, int stride, double beta, Variant variant)
            : base("NormFreeBlock")
        {
            (this.beta, this.variant) = (beta, variant);
            var middle = (long)(outputs * variant.Ratio);
            var groups = middle / variant.Groups;
            if (variant.IsDeepMind)
            {
                Learn("skipinit_gain", zeros(Array.Empty<long>()));
            }

            if (inputs != outputs || stride != 1)
            {
                pool = stride > 1 ? ops.AvgPool(2, ceilMode: true, countPadding: false) : null;
                downsample = Place("downsample.conv", variant.Conv(ops.Dims, inputs, outputs, 1));
            }

            conv1 = Child("conv1", variant.Conv(ops.Dims, inputs, middle, 1));
            conv2 = Child("conv2", variant.Conv(ops.Dims, middle, middle, 3, stride, groups));
            conv2b = Child("conv2b", variant.Conv(ops.Dims, middle, middle, 3, groups: groups));
            conv3 = Child("conv3", variant.Conv(ops.Dims, middle, outputs, 1, gain: variant.IsDeepMind ? 1 : 0));
            excite = Child("attn_last", new SqueezeExcite(
                ops, outputs, (long)(outputs * variant.Ratio), SqueezeExcite.TorchvisionNames, () => ReLU(inplace: true), () => Sigmoid()));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = variant.Activate(input) * beta;
            var shortcut = downsample?.call(pool?.call(x) ?? x) ?? input;
            x = conv2.call(variant.Activate(conv1.call(x)));
            x = conv2b.call(variant.Activate(x));
            x = excite.call(conv3.call(variant.Activate(x))) * ExciteGain; // [N, outputs, …]
            x = variant.IsDeepMind ? x * Learnt("skipinit_gain") : x;
            return ((x * Alpha) + shortcut).MoveToOuterDisposeScope();
        }
    }
}

using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Xception as DeepLab v3+ modified it: deeper, every halving by a strided separable convolution, with the state-dict keys of timm; in 3D
/// every kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>
/// Chen et al., Encoder-Decoder with Atrous Separable Convolution for Semantic Image Segmentation, https://arxiv.org/abs/1802.02611.
/// </remarks>
public sealed class AlignedXception : Network
{
    private const double Eps = 1e-3;

    private readonly Module<Tensor, Tensor> stem, blocks;

    private AlignedXception(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        stem = Child("stem", Sequential(
            new ConvNorm(Ops, options.InputChannels, 32, 3, stride: 2, padding: 1, Eps),
            new ConvNorm(Ops, 32, 64, 3, padding: 1, eps: Eps)));
        var modules = Sequential();
        foreach (var (inputs, widths, stride) in variant.Residuals)
        {
            modules.append(new Residual(Ops, [inputs, .. widths], stride));
        }

        blocks = Child("blocks", modules.append(Separables(Ops, [1024, 1536, 1536, 2048], stride: 1, reluFirst: false)));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("timm_xception41", new([(64, 128, 2), (128, 256, 2), (256, 728, 2)], Middle: 8)),
        Row("timm_xception65", new([(64, 128, 2), (128, 256, 2), (256, 728, 2)], Middle: 16)),
        Row("timm_xception71", new([(64, 128, 2), (128, 256, 1), (256, 256, 2), (256, 728, 1), (728, 728, 2)], Middle: 16)),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => blocks.call(stem.call(input)); // [N, 2048, H/32, W/32]

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "Xception",
        Source = new("https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/xception_aligned.py"),
        Inputs = [[3, 299, 299], [1, 96, 96, 96]],
        Weights = WeightNaming.Timm,
        Statistics = ChannelStatistics.Half,
        Create = (name, options) => new AlignedXception(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(Variant variant)
    {
        var (entry, middle) = (variant.Entry.Length, variant.Middle);
        return new(
            FirstLayer: "stem.0.conv",
            Head: "head.fc",
            CamLayer: $"blocks.{entry + middle + 1}",
            FeatureCount: 2048,
            MinimumSize: 1,
            Stages:
            [
                new("stem", "stem"),
                new("entry", [.. Enumerable.Range(0, entry).Select(block => $"blocks.{block}")]),
                new("middle", [.. Enumerable.Range(entry, middle).Select(block => $"blocks.{block}")]),
                new("exit", $"blocks.{entry + middle}", $"blocks.{entry + middle + 1}"),
                new("head", "head"),
            ]);
    }

    /// <summary>Three separable convolutions under the key <c>stack</c>; ReLU comes before each, or after each half of each.</summary>
    private static Sequential Stack(SpatialOps ops, long[] widths, int stride, bool reluFirst)
    {
        var stack = Sequential();
        foreach (var (i, (inputs, outputs)) in widths.Zip(widths.Skip(1)).Index())
        {
            if (reluFirst)
            {
                stack.append($"act{i + 1}", ReLU(inplace: i > 0));
            }

            stack.append($"conv{i + 1}", Separable(ops, inputs, outputs, i == 2 ? stride : 1, relu: !reluFirst));
        }

        return stack;
    }

    private static Sequential Separables(SpatialOps ops, long[] widths, int stride, bool reluFirst) =>
        Sequential(("stack", Stack(ops, widths, stride, reluFirst)));

    private static Sequential Separable(SpatialOps ops, long inputs, long outputs, int stride, bool relu)
    {
        var layers = Sequential(
            ("conv_dw", ops.Conv(inputs, inputs, 3, stride, padding: 1, groups: inputs, bias: false)),
            ("bn_dw", ops.BatchNorm(inputs, Eps)));
        layers = relu ? layers.append("act_dw", ReLU(inplace: true)) : layers;
        layers.append("conv_pw", ops.Conv(inputs, outputs, 1, bias: false)).append("bn_pw", ops.BatchNorm(outputs, Eps));
        return relu ? layers.append("act_pw", ReLU(inplace: true)) : layers;
    }

    /// <summary>What tells the variants apart.</summary>
    /// <param name="Entry">Channels in, channels out and stride of the first residual modules.</param>
    /// <param name="Middle">How many modules of 728 channels follow.</param>
    private sealed record Variant((long Inputs, long Outputs, int Stride)[] Entry, int Middle)
    {
        /// <summary>All residual modules: channels in, channels of the three convolutions, stride.</summary>
        public IEnumerable<(long Inputs, long[] Widths, int Stride)> Residuals =>
        [
            .. Entry.Select(module => (module.Inputs, new[] { module.Outputs, module.Outputs, module.Outputs }, module.Stride)),
            .. Enumerable.Repeat((728L, new[] { 728L, 728, 728 }, 1), Middle),
            (728, [728, 1024, 1024], 2),
        ];
    }

    /// <summary>Three separable convolutions beside a shortcut.</summary>
    private sealed class Residual : Block
    {
        private readonly Module<Tensor, Tensor> stack;
        private readonly Module<Tensor, Tensor>? shortcut;

        public Residual(SpatialOps ops, long[] widths, int stride)
            : base(nameof(Residual))
        {
            if (stride != 1 || widths[0] != widths[^1])
            {
                shortcut = Child("shortcut", new ConvNorm(ops, widths[0], widths[^1], 1, stride, eps: Eps, relu: false));
            }

            stack = Child("stack", Stack(ops, widths, stride, reluFirst: true));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            return stack.call(input).add_(shortcut?.call(input) ?? input).MoveToOuterDisposeScope();
        }
    }
}

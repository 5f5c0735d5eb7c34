using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Convolutional networks built as transformers are: 7×7 convolutions of single channels, layer normalisation and a small network for each
/// position. Keys are torchvision's or timm's; in 3D every kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>Liu et al., A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545.</remarks>
public sealed class ConvNeXt : Network
{
    private readonly Module<Tensor, Tensor>[] layers;
    private readonly Module<Tensor, Tensor> norm;

    private ConvNeXt(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        var keys = variant.Keys;
        var all = new List<Module<Tensor, Tensor>>
        {
            Place(keys.Reduction(0) + ".0", Ops.Conv(options.InputChannels, variant.Widths[0], 4, 4)),
            Place(keys.Reduction(0) + ".1", new ChannelNorm(variant.Widths[0])),
        };
        var (index, total) = (0, variant.Depths.Sum());
        for (var stage = 0; stage < variant.Widths.Length; stage++)
        {
            if (stage > 0)
            {
                all.Add(Place(keys.Reduction(stage) + ".0", new ChannelNorm(variant.Widths[stage - 1])));
                all.Add(Place(keys.Reduction(stage) + ".1", Ops.Conv(variant.Widths[stage - 1], variant.Widths[stage], 2, 2)));
            }

            for (var block = 0; block < variant.Depths[stage]; block++, index++)
            {
                all.Add(Place($"{keys.Stage(stage)}.{block}", new ConvNeXtBlock(
                    Ops, variant.Widths[stage], keys, variant.DropPath * index / (total - 1))));
            }
        }

        layers = [.. all];
        norm = Place(keys.Norm, LayerNorm(variant.Widths[^1], eps: 1e-6));
        WeightInit.Linears(this, weight => init.normal_(weight, 0, 0.02));
        WeightInit.Convolutions(this, weight => init.normal_(weight, 0, 0.02));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("convnext_tiny", new([3, 3, 9, 3], [96, 192, 384, 768], Keys.Torchvision, 0.1)),
        Row("convnext_small", new([3, 3, 27, 3], [96, 192, 384, 768], Keys.Torchvision, 0.4)),
        Row("convnext_base", new([3, 3, 27, 3], [128, 256, 512, 1024], Keys.Torchvision, 0.5)),
        Row("convnext_large", new([3, 3, 27, 3], [192, 384, 768, 1536], Keys.Torchvision, 0.5)),
        Row("timm_convnext_tiny", new([3, 3, 9, 3], [96, 192, 384, 768], Keys.Timm, 0)),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => layers.Through(input); // [N, FeatureCount, H/32, W/32]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => norm.call(Ops.GlobalAverage(maps));

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        init.normal_(head.weight, 0, 0.02);
        init.zeros_(head.bias!);
        return head;
    }

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "ConvNeXt",
        Source = new(variant.Keys.IsTimm
            ? "https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/convnext.py"
            : "https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/convnext.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = variant.Keys.IsTimm ? WeightNaming.Timm : WeightNaming.Torchvision,
        Statistics = ChannelStatistics.ImageNet,
        Create = (name, options) => new ConvNeXt(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(Variant variant)
    {
        var keys = variant.Keys;
        return new(
            FirstLayer: keys.Reduction(0) + ".0",
            Head: keys.Head,
            CamLayer: $"{keys.Stage(3)}.{variant.Depths[3] - 1}",
            FeatureCount: variant.Widths[^1],
            MinimumSize: 32,
            Stages:
            [
                new("stem", keys.Reduction(0)),
                new("stage1", keys.Stage(0)),
                .. Enumerable.Range(1, 3).Select(i => new NetworkStage($"stage{i + 1}", keys.Reduction(i), keys.Stage(i))),
                new("head", keys.Norm, keys.Head),
            ]);
    }

    /// <summary>What tells the variants apart; the probability of leaving a block out grows from 0 to <c>DropPath</c>.</summary>
    private sealed record Variant(int[] Depths, int[] Widths, Keys Keys, double DropPath);

    /// <summary>How a reference names its parts: before each stage its reduction, then its blocks, and the parts of a block.</summary>
    private sealed record Keys(
        bool IsTimm, Func<int, string> Reduction, Func<int, string> Stage, string Norm, string Head, string Scale, string Conv,
        string BlockNorm, string Mlp1, string Mlp2)
    {
        public static Keys Torchvision { get; } = new(
            false, stage => $"features.{2 * stage}", stage => $"features.{(2 * stage) + 1}", "classifier.0", "classifier.2", "layer_scale",
            "block.0", "block.2", "block.3", "block.5");

        public static Keys Timm { get; } = new(
            true, stage => stage == 0 ? "stem" : $"stages.{stage}.downsample", stage => $"stages.{stage}.blocks", "head.norm", "head.fc",
            "gamma", "conv_dw", "norm", "mlp.fc1", "mlp.fc2");
    }

    /// <summary>
    /// A 7×7 convolution of each channel, then for each position normalisation and two linear layers; the result is scaled and added.
    /// </summary>
    private sealed class ConvNeXtBlock : Block
    {
        private readonly string scale;
        private readonly Module<Tensor, Tensor> conv, norm, expand, reduce, drop;

        public ConvNeXtBlock(SpatialOps ops, long channels, Keys keys, double dropPath)
            : base("ConvNeXtBlock")
        {
            scale = keys.Scale;
            var initial = full(keys.IsTimm ? [channels] : [channels, .. Enumerable.Repeat(1L, (int)ops.Dims)], 1e-6);
            Learn(scale, initial);
            conv = Place(keys.Conv, ops.Conv(channels, channels, 7, padding: 3, groups: channels));
            norm = Place(keys.BlockNorm, LayerNorm(channels, eps: 1e-6));
            expand = Place(keys.Mlp1, Linear(channels, 4 * channels));
            reduce = Place(keys.Mlp2, Linear(4 * channels, channels));
            drop = Child("drop_path", new DropPath(dropPath));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = norm.call(conv.call(input).ChannelsLast()); // [N, H, W, C]
            x = reduce.call(functional.gelu(expand.call(x))) * Learnt(scale).flatten(); // [N, H, W, C]
            return (drop.call(x.ChannelsFirst()) + input).MoveToOuterDisposeScope();
        }
    }
}

using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Two stages of inverted bottlenecks followed by two of attention over the whole map with a bias for each distance, with timm's keys. The
/// input's sides are multiples of 32; a network is built for one input size. In 3D kernels have a third, equal axis.
/// </summary>
/// <remarks>Dai et al., CoAtNet: Marrying Convolution and Attention for All Data Sizes, https://arxiv.org/abs/2106.04803.</remarks>
public sealed class CoAtNet : Network
{
    private readonly Variant variant;
    private readonly Module<Tensor, Tensor> stem1, stemNorm, stem2, norm;
    private readonly Module<Tensor, Tensor>[] blocks;
    private readonly Module<Tensor, Tensor>? hidden;

    private CoAtNet(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(name, options, variant))
    {
        this.variant = variant;
        stem1 = Place("stem.conv1", Ops.Conv(options.InputChannels, variant.Stem, 3, 2, 1, bias: false));
        stemNorm = Place("stem.norm1", Ops.BatchNorm(variant.Stem));
        stem2 = Place("stem.conv2", Ops.Conv(variant.Stem, 64, 3, 1, 1, bias: false));
        var all = new List<Module<Tensor, Tensor>>();
        var inputs = 64L;
        for (var stage = 0; stage < 4; stage++)
        {
            var outputs = (long)variant.Width << stage;
            long[] window = [.. options.InputSize!.Select(side => side >> (stage + 2))];
            for (var i = 0; i < variant.Depths[stage]; i++, inputs = outputs)
            {
                Module<Tensor, Tensor> block = stage < 2
                    ? new MbConv(Ops, inputs, outputs, halves: i == 0, dropPath: 0, variant.Conv)
                    : new AttentionBlock(Ops, inputs, outputs, window, halves: i == 0, variant);
                all.Add(Place($"stages.{stage}.blocks.{i}", block));
            }
        }

        blocks = [.. all];
        if (variant.Hidden)
        {
            norm = Place("head.norm", LayerNorm(inputs, eps: 1e-6));
            hidden = Place("head.pre_logits.fc", Linear(inputs, inputs));
        }
        else
        {
            norm = Child("norm", new ChannelNorm(inputs));
        }

        foreach (var part in blocks.Append(stem1).Append(stem2))
        {
            (part is AttentionBlock ? (Action<Module>)WeightInit.AttendingBlock : WeightInit.KaimingNormalPerGroup)(part);
        }

        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("timm_coatnet_nano_rw_224", new([3, 4, 6, 3], 64, 32, Hidden: false, WidensFirst: false, ShortcutBias: true)
        {
            Conv = new(MbConv.Names.Timm, x => x.silu(), () => SiLU()) { WidensInputs = true, PoolsFirst = true },
        }),
        Row("timm_coatnet_0_rw_224", new([2, 3, 7, 2], 96, 32, Hidden: false, WidensFirst: false, ShortcutBias: false)
        {
            Conv = new(MbConv.Names.Timm, x => x.silu(), () => ReLU())
            {
                WidensInputs = true, PoolsFirst = true, ActivatesFirst = true, SqueezesEarly = true, OutputBias = false,
            },
        }),
        Row("timm_coatnet_0_224", new([2, 3, 5, 2], 96, 64, Hidden: true, WidensFirst: true, ShortcutBias: true)
        {
            Conv = new(MbConv.Names.Timm, functional.gelu, () => SiLU()),
        }),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input)
    {
        var x = stem2.call(variant.Conv.Activation(stemNorm.call(stem1.call(input)))); // [N, 64, H/2, W/2]
        x = blocks.Through(x); // [N, FeatureCount, H/32, W/32]
        return variant.Hidden ? x : norm.call(x);
    }

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps)
    {
        var pooled = Ops.GlobalAverage(maps);
        return hidden is null ? pooled : hidden.call(norm.call(pooled)).tanh();
    }

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "CoAtNet",
        Source = new("https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/maxxvit.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = WeightNaming.Timm,
        Statistics = ChannelStatistics.Half,
        Create = (name, options) => new CoAtNet(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(string name, NetworkOptions options, Variant variant)
    {
        options.RequireSides(name, multipleOf: 32);
        return new(
            FirstLayer: "stem.conv1",
            Head: "head.fc",
            CamLayer: variant.Hidden ? $"stages.3.blocks.{variant.Depths[3] - 1}" : "norm",
            FeatureCount: variant.Width << 3,
            MinimumSize: 32,
            Stages:
            [
                new("stem", "stem"),
                .. Enumerable.Range(0, 4).Select(stage => new NetworkStage($"stage{stage + 1}", $"stages.{stage}")),
                new("head", "norm", "head"),
            ])
        {
            FixedSize = options.InputSize,
        };
    }

    /// <summary>What tells the variants apart.</summary>
    /// <param name="Depths">Blocks of each stage.</param>
    /// <param name="Width">Channels of the first stage; each next stage has twice as many.</param>
    /// <param name="Stem">Channels of the first convolution.</param>
    /// <param name="Hidden">The head has a hidden layer.</param>
    /// <param name="WidensFirst">Where the channels change, attention has the outputs' width; else the inputs'.</param>
    /// <param name="ShortcutBias">The shortcuts of attention blocks have a bias.</param>
    private sealed record Variant(int[] Depths, int Width, long Stem, bool Hidden, bool WidensFirst, bool ShortcutBias)
    {
        public required MbConv.Form Conv { get; init; }
    }

    /// <summary>Attention over the whole map, then two 1×1 convolutions; in the first block of a stage the map is halved.</summary>
    private sealed class AttentionBlock : Block
    {
        private static readonly RelativeAttention.Form Form = new(
            "qkv", "rel_pos.relative_position_bias_table", "proj", OnMaps: true, HeadsFirst: true);

        private readonly Module<Tensor, Tensor> norm1, attn, norm2, expand, reduce;
        private readonly Module<Tensor, Tensor>? pool, shortcut;

        public AttentionBlock(SpatialOps ops, long inputs, long outputs, long[] window, bool halves, Variant variant)
            : base("AttentionBlock")
        {
            pool = halves ? ops.AvgPool(2) : null;
            shortcut = inputs != outputs ? Place("shortcut.expand", ops.Conv(inputs, outputs, 1, bias: variant.ShortcutBias)) : null;
            norm1 = Place(halves ? "norm1.norm" : "norm1", new ChannelNorm(inputs));
            attn = Child(
                "attn", new RelativeAttention(ops, new(inputs, variant.WidensFirst ? outputs : inputs, outputs, 32, window), Form));
            norm2 = Child("norm2", new ChannelNorm(outputs));
            expand = Place("mlp.fc1", ops.Conv(outputs, 4 * outputs, 1));
            reduce = Place("mlp.fc2", ops.Conv(4 * outputs, outputs, 1));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var kept = pool?.call(input) ?? input;
            kept = shortcut?.call(kept) ?? kept;
            var x = norm1.call(input);
            x = kept + attn.call(pool?.call(x) ?? x); // [N, outputs, …]
            return (x + reduce.call(functional.gelu(expand.call(norm2.call(x))))).MoveToOuterDisposeScope();
        }
    }
}

using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Multi-axis vision transformers: each block is an inverted bottleneck, attention within windows, and attention over a grid that spans the
/// map. Windows and grid have a 32nd of the input's sides, which are multiples of 32; a network is built for one input size. In 3D windows
/// and kernels are cubes.
/// </summary>
/// <remarks>Tu et al., MaxViT: Multi-Axis Vision Transformer, https://arxiv.org/abs/2204.01697.</remarks>
public sealed class MaxVit : Network
{
    private static readonly int[] Depths = [2, 2, 5, 2];

    private readonly Variant variant;
    private readonly Module<Tensor, Tensor> stem1, stemNorm, stem2, norm, hidden;
    private readonly Module<Tensor, Tensor>[] blocks;

    private MaxVit(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(name, options, variant))
    {
        this.variant = variant;
        var (keys, form) = (variant.Keys, variant.Conv);
        var padding = form.SamePadding ? 0 : 1;
        long[] window = [.. options.InputSize!.Select(side => side / 32)];
        stem1 = Place(keys.Stem1, Ops.Conv(options.InputChannels, variant.Stem, 3, 2, padding, bias: keys.IsTimm));
        stemNorm = Place(keys.StemNorm, Ops.BatchNorm(variant.Stem, form.Eps, form.Momentum));
        stem2 = Place(keys.Stem2, Ops.Conv(variant.Stem, variant.Stem, 3, 1, padding));
        var all = new List<Module<Tensor, Tensor>>();
        var inputs = variant.Stem;
        for (var stage = 0; stage < 4; stage++)
        {
            var outputs = variant.Width << stage;
            for (var i = 0; i < Depths[stage]; i++, inputs = outputs)
            {
                var (block, drop) = (keys.Block(stage, i), variant.DropPath * all.Count / 3 / (Depths.Sum() - 1));
                all.Add(Place(block + keys.Conv, new MbConv(Ops, inputs, outputs, halves: i == 0, drop, form)));
                all.Add(Place(block + keys.Window, new PartitionAttention(Ops, outputs, window, spread: false, drop, keys)));
                all.Add(Place(block + keys.Grid, new PartitionAttention(Ops, outputs, window, spread: true, drop, keys)));
            }
        }

        blocks = [.. all];
        norm = Place(keys.HeadNorm, LayerNorm(inputs));
        hidden = Place(keys.HeadHidden, Linear(inputs, inputs));
        Initialise();
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("maxvit_t", new(64, 64, 0.2, Keys.Torchvision)),
        Row("timm_maxvit_tiny_tf_224", new(64, 64, 0, Keys.Timm)),
        Row("timm_maxvit_small_tf_224", new(64, 96, 0, Keys.Timm)),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input)
    {
        var same = variant.Conv.SamePadding;
        var x = variant.Conv.Activation(stemNorm.call(stem1.call(same ? SamePadding.Pad(input, 3, 2) : input))); // [N, stem, H/2, W/2]
        return blocks.Through(stem2.call(same ? SamePadding.Pad(x, 3, 1) : x)); // [N, FeatureCount, H/32, W/32]
    }

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => hidden.call(norm.call(Ops.GlobalAverage(maps))).tanh();

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs, hasBias: variant.Keys.IsTimm);
        if (!variant.Keys.IsTimm)
        {
            init.normal_(head.weight, 0, 0.02);
        }

        return head;
    }

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "MaxViT",
        Source = new(variant.Keys.IsTimm
            ? "https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/maxxvit.py"
            : "https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/maxvit.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = variant.Keys.IsTimm ? WeightNaming.Timm : WeightNaming.Torchvision,
        Statistics = variant.Keys.IsTimm ? ChannelStatistics.Half : ChannelStatistics.ImageNet,
        Create = (name, options) => new MaxVit(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(string name, NetworkOptions options, Variant variant)
    {
        options.RequireSides(name, multipleOf: 32);
        var keys = variant.Keys;
        return new(
            FirstLayer: keys.Stem1,
            Head: keys.Head,
            CamLayer: keys.Block(3, Depths[3] - 1) + keys.Grid,
            FeatureCount: variant.Width << 3,
            MinimumSize: 32,
            Stages:
            [
                new("stem", keys.Stem1, keys.StemNorm, keys.Stem2),
                .. Enumerable.Range(0, 4).Select(stage => new NetworkStage($"stage{stage + 1}", keys.Stage(stage))),
                new("head", keys.HeadNorm, keys.HeadHidden, keys.Head),
            ])
        {
            FixedSize = options.InputSize,
        };
    }

    private void Initialise()
    {
        if (variant.Keys.IsTimm)
        {
            foreach (var part in blocks.Append(stem1).Append(stem2))
            {
                (part is PartitionAttention ? (Action<Module>)WeightInit.AttendingBlock : WeightInit.KaimingNormalPerGroup)(part);
            }
        }
        else
        {
            WeightInit.Convolutions(this, weight => init.normal_(weight, 0, 0.02));
            WeightInit.Linears(this, weight => init.normal_(weight, 0, 0.02));
        }
    }

    /// <summary>What tells the variants apart; the probability of leaving a branch out grows from 0 to <c>DropPath</c>.</summary>
    private sealed record Variant(long Stem, int Width, double DropPath, Keys Keys)
    {
        public MbConv.Form Conv { get; } = Keys.IsTimm
            ? new(MbConv.Names.Timm, TanhGelu.Of, () => SiLU(), Eps: 1e-3) { SamePadding = true }
            : new(MbConv.Names.Torchvision, functional.gelu, () => SiLU(), Eps: 1e-3, Momentum: 0.99)
            {
                PoolsByThree = true, AlwaysProjects = true,
            };
    }

    /// <summary>How a reference names its parts.</summary>
    private sealed record Keys(
        bool IsTimm, string Stem1, string StemNorm, string Stem2, Func<int, string> Stage, string Blocks, string Conv,
        string Window, string Grid,
        string AttentionNorm, string Attention, string MlpNorm, string Mlp1, string Mlp2, string HeadNorm, string HeadHidden, string Head)
    {
        public static Keys Torchvision { get; } = new(
            false, "stem.0.0", "stem.0.1", "stem.1.0", stage => $"blocks.{stage}", "layers", ".layers.MBconv", ".layers.window_attention",
            ".layers.grid_attention",
            "attn_layer.0", "attn_layer.1", "mlp_layer.0", "mlp_layer.1", "mlp_layer.3", "classifier.2", "classifier.3", "classifier.5");

        public static Keys Timm { get; } = new(
            true, "stem.conv1", "stem.norm1", "stem.conv2", stage => $"stages.{stage}", "blocks", ".conv", ".attn_block", ".attn_grid",
            "norm1", "attn", "norm2", "mlp.fc1", "mlp.fc2", "head.norm", "head.pre_logits.fc", "head.fc");

        public string Block(int stage, int index) => $"{Stage(stage)}.{Blocks}.{index}";
    }

    /// <summary>
    /// Attention within each window, or within each grid of positions spread over the map, then a small network for each position.
    /// </summary>
    private sealed class PartitionAttention : Block
    {
        private static readonly RelativeAttention.Form Torchvision = new(
            "to_qkv", "relative_position_bias_table", "merge", ScaledByWidth: true, SavesIndex: true);
        private static readonly RelativeAttention.Form Timm = new("qkv", "rel_pos.relative_position_bias_table", "proj", TableByHead: true);

        private readonly bool spread;
        private readonly long[] window;
        private readonly Func<Tensor, Tensor> activation;
        private readonly Module<Tensor, Tensor> norm1, attention, norm2, expand, reduce, drop;

        public PartitionAttention(SpatialOps ops, long channels, long[] window, bool spread, double dropPath, Keys keys)
            : base("PartitionAttention")
        {
            (this.spread, this.window, activation) = (spread, window, keys.IsTimm ? TanhGelu.Of : functional.gelu);
            var form = keys.IsTimm ? Timm : Torchvision;
            norm1 = Place(keys.AttentionNorm, LayerNorm(channels));
            attention = Place(keys.Attention, new RelativeAttention(ops, new(channels, channels, channels, 32, window), form));
            norm2 = Place(keys.MlpNorm, LayerNorm(channels));
            expand = Place(keys.Mlp1, Linear(channels, 4 * channels));
            reduce = Place(keys.Mlp2, Linear(4 * channels, channels));
            drop = Child("drop_path", new DropPath(dropPath));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = input.ChannelsLast();
            var groups = Windows.Partition(norm1.call(x), window, spread); // [groups, positions, C]
            x = x + drop.call(Windows.Join(attention.call(groups), window, x.shape[1..^1], spread)); // [N, H, W, C]
            x = x + drop.call(reduce.call(activation(expand.call(norm2.call(x)))));
            return x.ChannelsFirst().MoveToOuterDisposeScope();
        }
    }
}

using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Transformers that attend within shifted windows and halve the map between stages, of the first and second version, with the keys of
/// torchvision or timm; in 3D patches and windows are cubes. They read images of any size.
/// </summary>
/// <remarks>
/// Liu et al., Swin Transformer: Hierarchical Vision Transformer using Shifted Windows, https://arxiv.org/abs/2103.14030.
/// Liu et al., Swin Transformer V2: Scaling Up Capacity and Resolution, https://arxiv.org/abs/2111.09883.
/// </remarks>
public sealed class SwinTransformer : Network
{
    private readonly Module<Tensor, Tensor> patches, patchNorm, norm;
    private readonly Module<Tensor, Tensor>[] layers;

    private SwinTransformer(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        var keys = variant.Keys;
        patches = Place(keys.Patches, Ops.Conv(options.InputChannels, variant.Width, 4, 4));
        patchNorm = Place(keys.PatchNorm, LayerNorm(variant.Width));
        var all = new List<Module<Tensor, Tensor>>();
        var (index, total) = (0, variant.Depths.Sum());
        for (var stage = 0; stage < 4; stage++)
        {
            var width = variant.Width << stage;
            if (stage > 0)
            {
                all.Add(Place(keys.Merging(stage), new PatchMerging(width / 2, (int)options.Dims, variant)));
            }

            for (var block = 0; block < variant.Depths[stage]; block++, index++)
            {
                var dropPath = variant.DropPath * index / (total - 1);
                all.Add(Place($"{keys.Stage(stage)}.{block}", new SwinBlock(
                    width, variant.Heads[stage], block % 2 == 1, dropPath, options.Dims, variant)));
            }
        }

        layers = [.. all];
        norm = Child("norm", LayerNorm(variant.Width << 3));
        WeightInit.Linears(this, weight => init.normal_(weight, 0, 0.02));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("swin_t", new(96, [2, 2, 6, 2], [3, 6, 12, 24], 0.2, Keys.Torchvision)),
        Row("swin_s", new(96, [2, 2, 18, 2], [3, 6, 12, 24], 0.3, Keys.Torchvision)),
        Row("swin_b", new(128, [2, 2, 18, 2], [4, 8, 16, 32], 0.5, Keys.Torchvision)),
        Row("swin_v2_t", new(96, [2, 2, 6, 2], [3, 6, 12, 24], 0.2, Keys.Torchvision, Version: 2)),
        Row("swin_v2_s", new(96, [2, 2, 18, 2], [3, 6, 12, 24], 0.3, Keys.Torchvision, Version: 2)),
        Row("swin_v2_b", new(128, [2, 2, 18, 2], [4, 8, 16, 32], 0.5, Keys.Torchvision, Version: 2)),
        Row("timm_swin_tiny_patch4_window7_224", new(96, [2, 2, 6, 2], [3, 6, 12, 24], 0.1, Keys.Timm)),
        Row("timm_swin_small_patch4_window7_224", new(96, [2, 2, 18, 2], [3, 6, 12, 24], 0.1, Keys.Timm)),
        Row("timm_swin_base_patch4_window7_224", new(128, [2, 2, 18, 2], [4, 8, 16, 32], 0.1, Keys.Timm)),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input)
    {
        var x = patchNorm.call(patches.call(input).ChannelsLast()); // [N, H/4, W/4, width]
        return norm.call(layers.Through(x)).ChannelsFirst(); // [N, FeatureCount, H/32, W/32]
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        init.normal_(head.weight, 0, 0.02);
        init.zeros_(head.bias!);
        return head;
    }

    private static ModelRow Row(string name, Variant variant)
    {
        var side = variant.Version == 1 ? 224 : 256;
        return new()
        {
            Name = name,
            Family = "Swin",
            Source = new(variant.Keys.IsTimm
                ? "https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/swin_transformer.py"
                : "https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/swin_transformer.py"),
            Inputs = [[3, side, side], [1, 96, 96, 96]],
            Weights = variant.Keys.IsTimm ? WeightNaming.Timm : WeightNaming.Torchvision,
            Statistics = ChannelStatistics.ImageNet,
            Create = (name, options) => new SwinTransformer(name, options, variant),
        };
    }

    private static NetworkAnatomy Anatomise(Variant variant)
    {
        var keys = variant.Keys;
        return new(
            FirstLayer: keys.Patches,
            Head: keys.Head,
            CamLayer: "norm",
            FeatureCount: variant.Width << 3,
            MinimumSize: 4,
            Stages:
            [
                new("embedding", keys.Patches, keys.PatchNorm),
                new("stage1", keys.Stage(0)),
                .. Enumerable.Range(1, 3).Select(i => new NetworkStage($"stage{i + 1}", keys.Merging(i), keys.Stage(i))),
                new("norm", "norm"),
                new("head", keys.Head),
            ]);
    }

    /// <summary>What tells the variants apart; the probability of leaving a branch out grows from 0 to <c>DropPath</c>.</summary>
    private sealed record Variant(int Width, int[] Depths, int[] Heads, double DropPath, Keys Keys, int Version = 1)
    {
        public long Window => Version == 1 ? 7 : 8;
    }

    /// <summary>How a reference names its parts.</summary>
    private sealed record Keys(
        bool IsTimm, string Patches, string PatchNorm, Func<int, string> Merging, Func<int, string> Stage, string Head)
    {
        public static Keys Torchvision { get; } = new(
            false, "features.0.0", "features.0.2", stage => $"features.{2 * stage}", stage => $"features.{(2 * stage) + 1}", "head");

        public static Keys Timm { get; } = new(
            true, "patch_embed.proj", "patch_embed.norm", stage => $"layers.{stage}.downsample", stage => $"layers.{stage}.blocks",
            "head.fc");
    }

    /// <summary>
    /// Attention within windows, then a small network for each position; the first version normalises before each, the second after.
    /// </summary>
    private sealed class SwinBlock : Block
    {
        private readonly bool normFirst;
        private readonly Module<Tensor, Tensor> norm1, attn, norm2, mlp, drop;

        public SwinBlock(long width, long heads, bool shifted, double dropPath, SpatialDims dims, Variant variant)
            : base("SwinBlock")
        {
            normFirst = variant.Version == 1;
            var isTimm = variant.Keys.IsTimm;
            long[] window = [.. Enumerable.Repeat(variant.Window, (int)dims)];
            norm1 = Child("norm1", LayerNorm(width));
            attn = Child("attn", new ShiftedWindowAttention(width, heads, window, shifted, cosine: !normFirst, savedIndex: !isTimm));
            norm2 = Child("norm2", LayerNorm(width));
            mlp = Child("mlp", new Mlp(width, 4 * width, isTimm ? Mlp.TimmNames : Mlp.TorchvisionNames));
            drop = Child("drop_path", new DropPath(dropPath));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = input + drop.call(normFirst ? attn.call(norm1.call(input)) : norm1.call(attn.call(input))); // [N, H, W, width]
            return (x + drop.call(normFirst ? mlp.call(norm2.call(x)) : norm2.call(mlp.call(x)))).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Each 2×2 (×2) neighbourhood of <c>[N, (D,) H, W, width]</c> becomes one position of twice the width.</summary>
    private sealed class PatchMerging : Block
    {
        private readonly int axes;
        private readonly bool normFirst;
        private readonly Module<Tensor, Tensor> norm, reduction;

        public PatchMerging(long width, int axes, Variant variant)
            : base("PatchMerging")
        {
            (this.axes, normFirst) = (axes, variant.Version == 1);
            var joined = width << axes;
            norm = LayerNorm(normFirst ? joined : 2 * width);
            reduction = Linear(joined, 2 * width, hasBias: false);
            (string, Module<Tensor, Tensor>)[] parts = [("norm", norm), ("reduction", reduction)];
            foreach (var (name, part) in variant.Keys.IsTimm ? parts : parts.Reverse())
            {
                Child(name, part);
            }
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var odd = input.shape[1..^1].Reverse().SelectMany(side => new[] { 0, side % 2 });
            var x = functional.pad(input, [0, 0, .. odd]);
            for (var axis = 1; axis <= axes; axis++)
            {
                // The neighbours along an axis go one behind the other: first along H, then along W (a first axis of its own in 3D).
                x = cat([.. new[] { 0L, 1L }.Select(start => x.slice(axis, start, x.shape[axis], 2))], -1);
            }

            x = normFirst ? reduction.call(norm.call(x)) : norm.call(reduction.call(x));
            return x.MoveToOuterDisposeScope();
        }
    }
}

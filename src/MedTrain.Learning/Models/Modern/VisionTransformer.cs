using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Vision transformers: the image is cut into patches, each a token, and the head reads a class token that has attended to all of them; in
/// 3D the patches are cubes. Keys and initial weights are torchvision's or timm's. A network is built for one input size, whose sides are
/// multiples of the patch.
/// </summary>
/// <remarks>Dosovitskiy et al., An Image is Worth 16x16 Words, https://arxiv.org/abs/2010.11929.</remarks>
public sealed class VisionTransformer : Network
{
    private readonly Keys keys;
    private readonly long[] grid;
    private readonly Module<Tensor, Tensor> patches, norm;
    private readonly EncoderBlock[] blocks;

    private VisionTransformer(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(name, options, variant))
    {
        keys = variant.Keys;
        grid = [.. options.InputSize!.Select(side => side / variant.Patch)];
        var tokens = 1 + grid.Aggregate((a, b) => a * b);
        var position = empty(1, tokens, variant.Width);
        Learn(keys.ClassToken, keys.Packed ? zeros(1, 1, variant.Width) : init.normal_(empty(1, 1, variant.Width), 0, 1e-6));
        patches = Place(keys.Patches, Ops.Conv(options.InputChannels, variant.Width, variant.Patch, variant.Patch));
        Learn(keys.Position, keys.Packed ? init.normal_(position, 0, 0.02) : init.normal_(position, 0, 0.02));
        blocks = [.. Enumerable.Range(0, variant.Depth).Select(i => Place(keys.Block(i), new EncoderBlock(variant, isLast: i == variant.Depth - 1)))];
        norm = Place(keys.Norm, LayerNorm(variant.Width, eps: 1e-6));
        if (keys.Packed)
        {
            InitialiseAsTorchvision((Convolution)patches);
        }
        else
        {
            WeightInit.Linears(this, weight => init.normal_(weight, 0, 0.02));
        }

        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("vit_b_16", new(16, 12, 12, 768, Keys.Torchvision)),
        Row("vit_b_32", new(32, 12, 12, 768, Keys.Torchvision)),
        Row("vit_l_16", new(16, 24, 16, 1024, Keys.Torchvision)),
        Row("vit_l_32", new(32, 24, 16, 1024, Keys.Torchvision)),
        Row("vit_h_14", new(14, 32, 16, 1280, Keys.Torchvision)),
        Row("timm_vit_tiny_patch16_224", new(16, 12, 3, 192, Keys.Timm)),
        Row("timm_vit_small_patch16_224", new(16, 12, 6, 384, Keys.Timm)),
        Row("timm_vit_base_patch16_224", new(16, 12, 12, 768, Keys.Timm)),
    ];

    /// <summary>The patches as the last block's attention reads them, in their places: after it only the class token counts.</summary>
    protected override Tensor Maps(Tensor input)
    {
        var tokens = blocks[^1].norm1.call(Encode(input)); // [N, 1 + patches, width]
        return tokens.narrow(1, 1, tokens.shape[1] - 1).transpose(1, 2).unflatten(2, grid);
    }

    /// <summary>The class token after the last block, normalised.</summary>
    protected override Tensor Embed(Tensor input) => norm.call(blocks[^1].call(Encode(input))).select(1, 0);

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        init.zeros_(head.bias!);
        if (keys.Packed)
        {
            init.zeros_(head.weight);
        }
        else
        {
            init.normal_(head.weight, 0, 0.02);
        }

        return head;
    }

    private static ModelRow Row(string name, Variant variant)
    {
        var side = variant.Patch == 14 ? 84 : 96;
        return new()
        {
            Name = name,
            Family = "ViT",
            Source = new(variant.Keys.Packed
                ? "https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/vision_transformer.py"
                : "https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/vision_transformer.py"),
            Inputs = [[3, 224, 224], [1, side, side, side]],
            Weights = variant.Keys.Packed ? WeightNaming.Torchvision : WeightNaming.Timm,
            Statistics = variant.Keys.Packed ? ChannelStatistics.ImageNet : ChannelStatistics.Half,
            Create = (name, options) => new VisionTransformer(name, options, variant),
        };
    }

    private static NetworkAnatomy Anatomise(string name, NetworkOptions options, Variant variant)
    {
        options.RequireSides(name, multipleOf: variant.Patch);
        var keys = variant.Keys;
        return new(
            FirstLayer: keys.Patches,
            Head: keys.Head,
            CamLayer: $"{keys.Block(variant.Depth - 1)}.{keys.Norm1}",
            FeatureCount: variant.Width,
            MinimumSize: variant.Patch,
            Stages:
            [
                new("embedding", keys.ClassToken, keys.Position, keys.Patches),
                .. Enumerable.Range(0, variant.Depth).Select(i => new NetworkStage($"block{i}", keys.Block(i))),
                new("norm", keys.Norm),
                new("head", keys.Head),
            ])
        {
            FixedSize = options.InputSize,
        };
    }

    /// <summary>The tokens <c>[N, 1 + patches, width]</c> that the last block reads.</summary>
    private Tensor Encode(Tensor input)
    {
        var cut = patches.call(input).flatten(2).transpose(1, 2); // [N, patches, width]
        var tokens = cat([Learnt(keys.ClassToken).expand(cut.shape[0], -1, -1), cut], 1) + Learnt(keys.Position);
        return blocks.SkipLast(1).Through(tokens);
    }

    private void InitialiseAsTorchvision(Convolution projection)
    {
        init.normal_(projection.weight, 0, Math.Sqrt(1.0 / projection.weight[0].numel()));
        init.zeros_(projection.bias!);
        foreach (var linear in blocks.SelectMany(block => block.mlp.children()).Cast<Linear>())
        {
            init.xavier_uniform_(linear.weight);
            init.normal_(linear.bias!, 0, 1e-6);
        }
    }

    /// <summary>What tells the variants apart; the hidden layers have four times the width.</summary>
    private sealed record Variant(int Patch, int Depth, int Heads, int Width, Keys Keys);

    /// <summary>How a reference names its parts. <c>Packed</c>: queries, keys and values are PyTorch's own attention module.</summary>
    private sealed record Keys(
        bool Packed, string ClassToken, string Position, string Patches, string Blocks, string Norm1, string Attention, string Norm2,
        string Norm, string Head)
    {
        public static Keys Torchvision { get; } = new(
            true, "class_token", "encoder.pos_embedding", "conv_proj", "encoder.layers.encoder_layer_", "ln_1", "self_attention", "ln_2",
            "encoder.ln", "heads.head");

        public static Keys Timm { get; } = new(
            false, "cls_token", "pos_embed", "patch_embed.proj", "blocks.", "norm1", "attn", "norm2", "norm", "head");

        public string Block(int index) => $"{Blocks}{index}";
    }

    /// <summary>
    /// Attention, then a small network for each token, each added to what it normalises first. The last block does so for the class token
    /// alone: nothing reads the others any more.
    /// </summary>
    private sealed class EncoderBlock : Block
    {
        public readonly Module<Tensor, Tensor> norm1, attention, norm2, mlp;
        private readonly bool isLast;

        public EncoderBlock(Variant variant, bool isLast)
            : base("EncoderBlock")
        {
            this.isLast = isLast;
            var keys = variant.Keys;
            norm1 = Child(keys.Norm1, LayerNorm(variant.Width, eps: 1e-6));
            attention = Child(keys.Attention, new SelfAttention(variant.Width, variant.Heads, keys.Packed, queryCount: isLast ? 1 : null));
            norm2 = Child(keys.Norm2, LayerNorm(variant.Width, eps: 1e-6));
            mlp = Child("mlp", new Mlp(variant.Width, 4L * variant.Width, keys.Packed ? Mlp.TorchvisionNames : Mlp.TimmNames));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = (isLast ? input.narrow(1, 0, 1) : input) + attention.call(norm1.call(input)); // [N, tokens, width], or [N, 1, width]
            return (x + mlp.call(norm2.call(x))).MoveToOuterDisposeScope();
        }
    }
}

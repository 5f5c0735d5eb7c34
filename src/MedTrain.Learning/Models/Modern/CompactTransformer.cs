using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Compact convolutional transformers: convolutions make the tokens, and a learnt weighted mean of the tokens replaces the class token.
/// Keys and initial weights are the authors'. A network is built for one input size; in 3D every kernel has a third, equal axis.
/// </summary>
/// <remarks>Hassani et al., Escaping the Big Data Paradigm with Compact Transformers, https://arxiv.org/abs/2104.05704.</remarks>
public sealed class CompactTransformer : Network
{
    private readonly Module<Tensor, Tensor> tokenizer, attentionPool, norm;
    private readonly Module<Tensor, Tensor>[] blocks;
    private readonly long[] grid;

    private CompactTransformer(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(options, variant))
    {
        var (kernel, width, layers) = (variant.Kernel, variant.Width, Sequential());
        for (var i = 0; i < variant.Convolutions; i++)
        {
            var (inputs, outputs) = (i == 0 ? options.InputChannels : 64, i == variant.Convolutions - 1 ? width : 64);
            layers.append($"{i}", Sequential(
                Ops.Conv(inputs, outputs, kernel, variant.Stride, kernel / 2, bias: false), ReLU(inplace: true), Ops.MaxPool(3, 2, 1)));
        }

        tokenizer = Place("tokenizer.conv_layers", layers);
        WeightInit.KaimingNormalConvolutions(this, init.FanInOut.FanIn);
        grid = [.. options.InputSize!.Select(variant.Tokens)];
        Learn("classifier.positional_emb", init.normal_(empty(1, grid.Aggregate((a, b) => a * b), width), 0, 0.2));
        attentionPool = Place("classifier.attention_pool", Linear(width, 1));
        blocks = [.. Enumerable.Range(0, variant.Depth).Select(i => Place(
            $"classifier.blocks.{i}", new EncoderBlock(variant, variant.Depth > 1 ? 0.1 * i / (variant.Depth - 1) : 0)))];
        norm = Place("classifier.norm", LayerNorm(width));
        WeightInit.Linears(this, weight => init.normal_(weight, 0, 0.02));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("cct_2_3x2_32", 32, new(Depth: 2, Heads: 2, Ratio: 1, Width: 128, Kernel: 3, Convolutions: 2)),
        Row("cct_4_3x2_32", 32, new(Depth: 4, Heads: 2, Ratio: 1, Width: 128, Kernel: 3, Convolutions: 2)),
        Row("cct_6_3x1_32", 32, new(Depth: 6, Heads: 4, Ratio: 2, Width: 256, Kernel: 3, Convolutions: 1)),
        Row("cct_7_3x1_32", 32, new(Depth: 7, Heads: 4, Ratio: 2, Width: 256, Kernel: 3, Convolutions: 1)),
        Row("cct_7_7x2_224", 224, new(Depth: 7, Heads: 4, Ratio: 2, Width: 256, Kernel: 7, Convolutions: 2)),
        Row("cct_14_7x2_224", 224, new(Depth: 14, Heads: 6, Ratio: 3, Width: 384, Kernel: 7, Convolutions: 2)),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input)
    {
        var tokens = tokenizer.call(input).flatten(2).transpose(1, 2) + Learnt("classifier.positional_emb"); // [N, tokens, width]
        return norm.call(blocks.Through(tokens)).transpose(1, 2).unflatten(2, grid); // [N, width, h, w]
    }

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps)
    {
        var tokens = maps.flatten(2).transpose(1, 2); // [N, tokens, width]
        var weights = attentionPool.call(tokens).softmax(1); // [N, tokens, 1]
        return weights.transpose(1, 2).bmm(tokens).squeeze(1); // [N, width]
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        init.normal_(head.weight, 0, 0.02);
        init.zeros_(head.bias!);
        return head;
    }

    private static ModelRow Row(string name, int side, Variant variant) => new()
    {
        Name = name,
        Family = "CCT",
        Source = new("https://github.com/SHI-Labs/Compact-Transformers/blob/cd11f09/src/cct.py"),
        Inputs = [[3, side, side], [1, 48, 48, 48]],
        ReferenceOutputs = side == 32 ? 10 : 1000,
        Weights = WeightNaming.Published,
        Statistics = side == 32 ? new([0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]) : ChannelStatistics.ImageNet,
        Create = (name, options) => new CompactTransformer(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(NetworkOptions options, Variant variant) => new(
        FirstLayer: "tokenizer.conv_layers.0.0",
        Head: "classifier.fc",
        CamLayer: "classifier.norm",
        FeatureCount: variant.Width,
        MinimumSize: 1,
        Stages:
        [
            new("tokenizer", "tokenizer", "classifier.positional_emb"),
            .. Enumerable.Range(0, variant.Depth).Select(i => new NetworkStage($"block{i}", $"classifier.blocks.{i}")),
            new("head", "classifier.norm", "classifier.attention_pool", "classifier.fc"),
        ])
    {
        FixedSize = options.InputSize,
    };

    /// <summary>What tells the variants apart; the hidden layers have <c>Ratio</c> times the width.</summary>
    private sealed record Variant(int Depth, int Heads, int Ratio, int Width, int Kernel, int Convolutions)
    {
        public int Stride => Math.Max(1, (Kernel / 2) - 1);

        /// <summary>Tokens along an axis: each convolution is followed by a pooling of stride 2.</summary>
        public long Tokens(long side) => Enumerable.Range(0, Convolutions).Aggregate(side, (length, _) => ((length - 1) / Stride / 2) + 1);
    }

    /// <summary>Attention added to its input, then a small network added to the normalised sum.</summary>
    private sealed class EncoderBlock : Block
    {
        private readonly Module<Tensor, Tensor> preNorm, attention, linear1, norm1, linear2, drop;

        public EncoderBlock(Variant variant, double dropPath)
            : base("EncoderBlock")
        {
            preNorm = Child("pre_norm", LayerNorm(variant.Width));
            attention = Child("self_attn", new SelfAttention(variant.Width, variant.Heads, bias: false, dropout: 0.1));
            linear1 = Child("linear1", Linear(variant.Width, variant.Ratio * variant.Width));
            norm1 = Child("norm1", LayerNorm(variant.Width));
            linear2 = Child("linear2", Linear(variant.Ratio * variant.Width, variant.Width));
            drop = Child("drop_path", new DropPath(dropPath));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = norm1.call(input + drop.call(attention.call(preNorm.call(input)))); // [N, tokens, width]
            return (x + drop.call(linear2.call(functional.gelu(linear1.call(x))))).MoveToOuterDisposeScope();
        }
    }
}

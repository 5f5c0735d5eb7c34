using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Hybrid networks for screening CT of the pancreas: a U-Net finds anatomy (background, organ, lesion), its features are averaged within
/// each kind of anatomy at every size, and a head classifies the patient from them; the transformer variant adds attention among the
/// deepest positions. Trained on class labels alone, the anatomy is what helps the classification; with a pretrained or jointly trained
/// <see cref="Anatomy(Tensor)"/> it is what was annotated.
/// </summary>
/// <remarks>
/// After Xia et al., Effective Pancreatic Cancer Screening on Non-contrast CT Scans via Anatomy-Aware Transformers,
/// https://doi.org/10.1007/978-3-030-87240-3_25. No code of it is public: widths and depths are our own, and parity is undefined.
/// </remarks>
public sealed class AnatomyHybrid : Network
{
    /// <summary>Kinds of anatomy: background, organ, lesion.</summary>
    public const int AnatomyClasses = 3;

    private const int Heads = 4, Blocks = 4;

    private static readonly int[] Widths = [16, 32, 64, 128];

    private readonly Module<Tensor, Tensor>[] encoders, enlargements, decoders;
    private readonly Module<Tensor, Tensor> anatomy;
    private readonly TokenBlock[] tokens;

    private AnatomyHybrid(string name, NetworkOptions options, bool attends)
        : base(name, options, Anatomise(attends))
    {
        encoders = [.. Widths.Select((width, i) => Child($"encoder{i + 1}", Twice(i == 0 ? options.InputChannels : Widths[i - 1], width)))];
        var up = Enumerable.Range(0, Widths.Length - 1).ToList();
        enlargements = [.. up.Select(i => Child($"up{i + 1}", Ops.ConvTranspose(Widths[i + 1], Widths[i], 2, stride: 2)))];
        decoders = [.. up.Select(i => Child($"decoder{i + 1}", Twice(2 * Widths[i], Widths[i])))];
        anatomy = Child("anatomy", Ops.Conv(Widths[0], AnatomyClasses, 1));
        WeightInit.KaimingNormalConvolutions(this, init.FanInOut.FanOut);
        tokens = attends ? [.. Enumerable.Range(0, Blocks).Select(i => Child($"block{i + 1}", new TokenBlock(Widths[^1], Heads)))] : [];
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } = [Row("hybrid_cnn", attends: false), Row("hybrid_transformer", attends: true)];

    /// <summary>Logits of the kinds of anatomy, <c>[N, 3, (D,) H, W]</c>, to be trained on masks where there are any.</summary>
    /// <exception cref="ArgumentException">The input does not suit the network.</exception>
    public new Tensor Anatomy(Tensor input)
    {
        using var scope = NewDisposeScope();
        return anatomy.call(Decode(Encode(input))[0]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => Encode(input)[^1]; // [N, 128, D/8, H/8, W/8]

    /// <summary>The mean of the deepest maps; the head reads more, see <see cref="Score"/>.</summary>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps);

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input)
    {
        var maps = Decode(Encode(input)); // finest first, deepest last
        var shares = anatomy.call(maps[0]).softmax(1); // [N, 3, D, H, W]
        var features = maps.Select(each => Within(each, Ops.Resize(shares, each.shape[2..]))).ToList();
        if (tokens.Length > 0)
        {
            features[^1] = Within(Attend(maps[^1]), Ops.Resize(shares, maps[^1].shape[2..]));
        }

        var joined = cat([.. features], 1); // [N, 3 (16 + 32 + 64 + 128)]
        return Head.call(Options.Dropout is > 0 and { } probability ? functional.dropout(joined, probability, training) : joined);
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Linear(AnatomyClasses * Widths.Sum(), outputs);

    private static ModelRow Row(string name, bool attends) => new()
    {
        Name = name,
        Family = "AnatomyHybrid",
        Source = new("https://doi.org/10.1007/978-3-030-87240-3_25"),
        Inputs = [[1, 64, 96, 96], [1, 224, 224]],
        ReferenceOutputs = 3,
        Create = (given, options) => new AnatomyHybrid(given, options, attends),
    };

    private static NetworkAnatomy Anatomise(bool attends) => new(
        FirstLayer: "encoder1.0",
        Head: "classifier",
        CamLayer: $"encoder{Widths.Length}",
        FeatureCount: Widths[^1],
        MinimumSize: 1 << (Widths.Length - 1),
        Stages:
        [
            .. Enumerable.Range(1, Widths.Length).Select(i => new NetworkStage($"encoder{i}", $"encoder{i}")),
            .. Enumerable.Range(1, Widths.Length - 1).Reverse().Select(i => new NetworkStage($"decoder{i}", $"up{i}", $"decoder{i}")),
            new("anatomy", "anatomy"),
            .. attends ? Enumerable.Range(1, Blocks).Select(i => new NetworkStage($"block{i}", $"block{i}")) : [],
            new("head", "classifier"),
        ])
    {
        HeadReadsMaps = true,
        SizeMultiple = 1 << (Widths.Length - 1),
    };

    /// <summary>The mean of maps <c>[N, c, …]</c> within each kind of anatomy (shares <c>[N, k, …]</c> that sum to one),
    /// <c>[N, k c]</c>.</summary>
    private static Tensor Within(Tensor maps, Tensor shares)
    {
        var (features, weights) = (maps.flatten(2), shares.flatten(2)); // [N, c, p], [N, k, p]
        return (weights.bmm(features.transpose(1, 2)) / (weights.sum(-1, keepdim: true) + 1e-6)).flatten(1);
    }

    /// <summary>The maps after each encoder, the finest first.</summary>
    private List<Tensor> Encode(Tensor input)
    {
        using var halve = Ops.MaxPool(2);
        var maps = new List<Tensor>();
        foreach (var encoder in encoders)
        {
            maps.Add(encoder.call(maps.Count == 0 ? input : halve.call(maps[^1])));
        }

        return maps;
    }

    /// <summary>The maps of each size after joining with everything deeper, the finest first.</summary>
    private List<Tensor> Decode(List<Tensor> encoded)
    {
        List<Tensor> maps = [encoded[^1]];
        for (var i = decoders.Length - 1; i >= 0; i--)
        {
            maps.Insert(0, decoders[i].call(cat([encoded[i], enlargements[i].call(maps[0])], 1)));
        }

        return maps;
    }

    /// <summary>Attention among the positions of maps <c>[N, c, …]</c>, which are told apart by sines and cosines of their
    /// coordinates.</summary>
    private Tensor Attend(Tensor maps)
    {
        var x = maps.flatten(2).transpose(1, 2) + Positions(maps); // [N, p, c]
        return tokens.Aggregate(x, (tokens, block) => block.call(tokens)).transpose(1, 2).reshape(maps.shape);
    }

    /// <summary>Each axis has an equal share of the channels (what remains is zero), in wavelengths of 2π to 10,000·2π positions.</summary>
    private static Tensor Positions(Tensor maps)
    {
        var (axes, width) = (maps.shape.Length - 2, maps.shape[1]);
        var frequencies = width / (2 * axes);
        var rates = pow(10_000.0, arange(frequencies, dtype: maps.dtype, device: maps.device) / -frequencies); // [f]
        var parts = new List<Tensor>();
        for (var axis = 0; axis < axes; axis++)
        {
            var angles = arange(maps.shape[axis + 2], dtype: maps.dtype, device: maps.device).unsqueeze(1) * rates; // [side, f]
            var waves = cat([angles.sin(), angles.cos()], 1); // [side, 2 f]
            long[] shape = [.. Enumerable.Range(0, axes).Select(other => other == axis ? maps.shape[other + 2] : 1), 2 * frequencies];
            parts.Add(waves.reshape(shape).expand([.. maps.shape[2..], 2 * frequencies]));
        }

        var table = cat([.. parts], -1).flatten(0, axes - 1); // [p, 2 f axes]
        return functional.pad(table, [0, width - table.shape[1]]);
    }

    private Module<Tensor, Tensor> Twice(long inputs, long outputs) => Sequential(
        Ops.Conv(inputs, outputs, 3, padding: 1, bias: false), Ops.BatchNorm(outputs), ReLU(inplace: true),
        Ops.Conv(outputs, outputs, 3, padding: 1, bias: false), Ops.BatchNorm(outputs), ReLU(inplace: true));

    /// <summary>Attention and a multilayer perceptron, each after normalisation and beside a shortcut.</summary>
    private sealed class TokenBlock : Block
    {
        private readonly Module<Tensor, Tensor> norm1, attention, norm2, mlp;

        public TokenBlock(long width, long heads)
            : base("TokenBlock")
        {
            (norm1, attention) = (Child("norm1", LayerNorm(width)), Child("attn", new SelfAttention(width, heads)));
            (norm2, mlp) = (Child("norm2", LayerNorm(width)), Child("mlp", new Mlp(width, 4 * width, Mlp.TimmNames)));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = input + attention.call(norm1.call(input));
            return (x + mlp.call(norm2.call(x))).MoveToOuterDisposeScope();
        }
    }
}

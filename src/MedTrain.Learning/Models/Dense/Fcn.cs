using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Fully convolutional networks on VGG-16: coarse logits are enlarged by transposed convolutions, alone (32s) or joined with logits of the
/// fourth (16s) and third pooling (8s). The first convolution pads by 100, so that every size works; enlarged maps are cut to the image.
/// </summary>
/// <remarks>
/// Long et al., https://arxiv.org/abs/1411.4038; layers and keys of https://github.com/wkentaro/pytorch-fcn. Transposed convolutions begin
/// as bilinear interpolation. That code begins its convolutions with zeros, because it always copies VGG-16 into them; here they begin as
/// PyTorch's, so that training from nothing is possible.
/// </remarks>
public sealed class Fcn : Network
{
    private static readonly int[][] Widths = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];

    private readonly Module<Tensor, Tensor>[][] stages;
    private readonly Module<Tensor, Tensor>[] hidden;
    private readonly Variant variant;

    private Fcn(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        this.variant = variant;
        var inputs = options.InputChannels;
        stages = [.. Widths.Select((widths, i) => widths.Select((width, j) => Convolution(i, j, ref inputs, width)).ToArray())];
        var dropout = options.Dropout ?? 0.5;
        hidden =
        [
            Child("fc6", Ops.Conv(512, 4096, 7)), ReLU(), Child("drop6", Ops.ChannelDropout(dropout)),
            Child("fc7", Ops.Conv(4096, 4096, 1)), ReLU(), Child("drop7", Ops.ChannelDropout(dropout)),
        ];
        AddHead();
        variant.Scorers.ToList().ForEach(scorer => AddAuxiliaryHead(scorer.Name));
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("fcn32s", new([("upscore", 64, 32)], Crop: 19)),
        Row("fcn16s", new([("score_pool4", 512, 0), ("upscore2", 4, 2), ("upscore16", 32, 16)], Crop: 27)),
        Row("fcn8s", new([("score_pool3", 256, 0), ("score_pool4", 512, 0), ("upscore2", 4, 2), ("upscore8", 16, 8),
            ("upscore_pool4", 4, 2)], Crop: 31)),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => hidden.Through(Pools(input)[^1]); // [N, 4096, h, w]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps);

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input)
    {
        var pools = Pools(input);
        var scores = Head.call(hidden.Through(pools[^1])); // [N, outputs, h, w]
        if (variant.Has("score_pool4"))
        {
            scores = Joined(AuxiliaryHead("upscore2").call(scores), AuxiliaryHead("score_pool4").call(pools[3]), 5);
        }

        if (variant.Has("score_pool3"))
        {
            scores = Joined(AuxiliaryHead("upscore_pool4").call(scores), AuxiliaryHead("score_pool3").call(pools[2]), 9);
        }

        return Cut(AuxiliaryHead(variant.Last).call(scores), variant.Crop, input.shape[2..]); // [N, outputs, H, W]
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Ops.Conv(4096, outputs, 1);

    /// <summary>A 1×1 convolution of pooled maps, or a transposed one that enlarges logits.</summary>
    protected override Module<Tensor, Tensor> CreateAuxiliaryHead(string path, int outputs)
    {
        var (_, size, stride) = variant.Scorers.First(scorer => scorer.Name == path);
        return stride == 0 ? Ops.Conv(size, outputs, 1) : Bilinear(outputs, size, stride);
    }

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "FCN",
        Source = new("https://github.com/wkentaro/pytorch-fcn"),
        Inputs = [[3, 224, 224]],
        ReferenceOutputs = 21,
        Weights = WeightNaming.Published,
        Create = (given, options) => new Fcn(given, options, variant),
    };

    private static NetworkAnatomy Anatomise(Variant variant) => new(
        FirstLayer: "conv1_1",
        Head: "score_fr",
        CamLayer: "drop7",
        FeatureCount: 4096,
        MinimumSize: 1,
        Stages:
        [
            .. Widths.Select((widths, i) => new NetworkStage($"conv{i + 1}", [.. widths.Select((_, j) => $"conv{i + 1}_{j + 1}")])),
            new("fc6", "fc6"),
            new("fc7", "fc7"),
            new("head", ["score_fr", .. variant.Scorers.Select(scorer => scorer.Name)]),
        ])
    {
        Output = NetworkOutput.Maps,
        HeadReadsMaps = true,
        AuxiliaryHeads = [.. variant.Scorers.Select(scorer => scorer.Name)],
    };

    private static Tensor Joined(Tensor scores, Tensor finer, int offset) => scores + Cut(finer, offset, scores.shape[2..]);

    private static Tensor Cut(Tensor maps, int offset, long[] size) => maps.narrow(2, offset, size[0]).narrow(3, offset, size[1]);

    /// <summary>A transposed convolution that begins as bilinear interpolation of each map by itself.</summary>
    private static ConvTranspose2d Bilinear(int outputs, int kernel, int stride)
    {
        var layer = ConvTranspose2d(outputs, outputs, kernel, stride: stride, bias: false);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var factor = (kernel + 1) / 2;
        var centre = kernel % 2 == 1 ? factor - 1 : factor - 0.5;
        var line = 1 - ((arange(kernel, dtype: ScalarType.Float32) - centre).abs() / factor); // [kernel]
        var square = line.unsqueeze(1) * line.unsqueeze(0); // [kernel, kernel]
        layer.weight.copy_(eye(outputs).reshape(outputs, outputs, 1, 1) * square);
        return layer;
    }

    private Module<Tensor, Tensor> Convolution(int stage, int index, ref int inputs, int width)
    {
        var layer = Child($"conv{stage + 1}_{index + 1}", Ops.Conv(inputs, width, 3, padding: stage + index == 0 ? 100 : 1));
        inputs = width;
        return layer;
    }

    /// <summary>The maps after each of the five poolings, which round sizes up.</summary>
    private List<Tensor> Pools(Tensor input)
    {
        using var pool = Ops.MaxPool(2, ceilMode: true);
        var pools = new List<Tensor>();
        foreach (var convolutions in stages)
        {
            pools.Add(pool.call(convolutions.Aggregate(pools.Count == 0 ? input : pools[^1], (x, layer) => layer.call(x).relu_())));
        }

        return pools;
    }

    /// <summary>What tells the variants apart.</summary>
    /// <param name="Scorers">Layers in the order of their keys: 1×1 convolutions of so many channels, or transposed ones with kernel and
    /// stride.</param>
    /// <param name="Crop">Where the image begins in the last enlarged map.</param>
    private sealed record Variant(IReadOnlyList<(string Name, int Size, int Stride)> Scorers, int Crop)
    {
        /// <summary>True when the network has the layer.</summary>
        public bool Has(string name) => Scorers.Any(scorer => scorer.Name == name);

        /// <summary>The layer that enlarges to the image's size.</summary>
        public string Last => Scorers.MaxBy(scorer => scorer.Stride).Name;
    }
}

using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Chains of 3×3 convolutions with halvings between, with or without batch normalisation, with the state-dict keys of torchvision.
/// </summary>
/// <remarks>
/// Simonyan and Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, https://arxiv.org/abs/1409.1556.
/// </remarks>
public sealed class Vgg : Network
{
    private static readonly int[] Widths = [64, 128, 256, 512, 512];

    private readonly Module<Tensor, Tensor> features, avgpool;
    private readonly Module<Tensor, Tensor>[] classifier;

    private Vgg(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        features = Child("features", Features(Ops, options.InputChannels, variant.Depths, variant.Normalised));
        avgpool = Child("avgpool", Ops.AdaptiveAvgPool(7));
        var dropout = options.Dropout ?? 0.5;
        classifier = PlaceInTurn(
            "classifier",
            Linear(512 * 7 * 7, 4096), ReLU(inplace: true), Dropout(dropout), Linear(4096, 4096), ReLU(inplace: true), Dropout(dropout));
        WeightInit.Convolutions(
            this, weight => init.kaiming_normal_(weight, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU));
        WeightInit.Linears(this, weight => init.normal_(weight, 0, 0.01));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("vgg11", new([1, 1, 2, 2, 2])),
        Row("vgg11_bn", new([1, 1, 2, 2, 2], Normalised: true)),
        Row("vgg13", new([2, 2, 2, 2, 2])),
        Row("vgg13_bn", new([2, 2, 2, 2, 2], Normalised: true)),
        Row("vgg16", new([2, 2, 3, 3, 3])),
        Row("vgg16_bn", new([2, 2, 3, 3, 3], Normalised: true)),
        Row("vgg19", new([2, 2, 4, 4, 4])),
        Row("vgg19_bn", new([2, 2, 4, 4, 4], Normalised: true)),
    ];

    /// <summary>The convolutional part, <c>[N, inputs, H, W] -> [N, 512, H/32, W/32]</c>; <paramref name="depths"/> are the convolutions
    /// before each halving.</summary>
    internal static Sequential Features(SpatialOps ops, long inputs, IReadOnlyList<int> depths, bool normalised = false)
    {
        var layers = Sequential();
        foreach (var (depth, width) in depths.Zip(Widths))
        {
            for (var i = 0; i < depth; i++)
            {
                layers.append(ops.Conv(inputs, width, 3, padding: 1));
                if (normalised)
                {
                    layers.append(ops.BatchNorm(width));
                }

                layers.append(ReLU(inplace: true));
                inputs = width;
            }

            layers.append(ops.MaxPool(2));
        }

        return layers;
    }

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => features.call(input); // [N, 512, H/32, W/32]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => classifier.Through(avgpool.call(maps).flatten(1)); // [N, 4096]

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input) => Head.call(Pool(Maps(input))); // the dropouts are among the hidden layers

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        WeightInit.Linears(head, weight => init.normal_(weight, 0, 0.01));
        return head;
    }

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "VGG",
        Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/vgg.py"),
        Inputs = [[3, 224, 224]],
        Weights = WeightNaming.Torchvision,
        Statistics = ChannelStatistics.ImageNet,
        Create = (name, options) => new Vgg(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(Variant variant)
    {
        var (stages, layer) = (new List<NetworkStage>(), 0);
        foreach (var (stage, depth) in variant.Depths.Index())
        {
            var length = (depth * variant.LayersPerConvolution) + 1;
            stages.Add(new($"stage{stage + 1}", [.. Enumerable.Range(layer, length).Select(index => $"features.{index}")]));
            layer += length;
        }

        return new(
            FirstLayer: "features.0",
            Head: "classifier.6",
            CamLayer: $"features.{layer - 1}",
            FeatureCount: 4096,
            MinimumSize: 32,
            Stages: [.. stages, new("fc6", "classifier.0"), new("fc7", "classifier.3"), new("head", "classifier.6")]);
    }


    /// <summary>What tells the variants apart.</summary>
    private sealed record Variant(int[] Depths, bool Normalised = false)
    {
        /// <summary>Convolution, activation, and maybe normalisation.</summary>
        public int LayersPerConvolution => Normalised ? 3 : 2;
    }
}

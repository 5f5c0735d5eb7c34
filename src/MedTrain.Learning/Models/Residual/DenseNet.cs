using MedTrain.Learning.Layers;
using MedTrain.Torch;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Densely connected networks, in which each layer reads the maps of all earlier layers of its block, with the state-dict keys of
/// torchvision; in 3D every kernel and stride has a third, equal axis. CheXNet and CheXNeXt are <c>densenet121</c> with 14 outputs.
/// </summary>
/// <remarks>Huang et al., Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993.</remarks>
public sealed class DenseNet : Network
{
    private readonly Variant variant;
    private readonly Module<Tensor, Tensor> features;

    private DenseNet(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        this.variant = variant;
        var parts = Sequential();
        parts.append("conv0", Ops.Conv(options.InputChannels, variant.Stem, 7, stride: 2, padding: 3, bias: false));
        parts.append("norm0", Ops.BatchNorm(variant.Stem));
        parts.append("relu0", ReLU(inplace: true));
        parts.append("pool0", Ops.MaxPool(3, stride: 2, padding: 1));
        var channels = variant.Stem;
        for (var block = 1; block <= variant.Depths.Length; block++)
        {
            parts.append($"denseblock{block}", new DenseBlock(Ops, channels, variant.Depths[block - 1], variant));
            channels += variant.Growth * variant.Depths[block - 1];
            if (block < variant.Depths.Length)
            {
                parts.append($"transition{block}", new Transition(Ops, channels));
                channels /= 2;
            }
        }

        parts.append("norm5", Ops.BatchNorm(channels));
        features = Place(variant.Prefix + "features", parts);
        WeightInit.KaimingNormalConvolutions(this, init.FanInOut.FanIn);
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("densenet121", new([6, 12, 24, 16])),
        Row("densenet161", new([6, 12, 36, 24], Stem: 96, Growth: 48)),
        Row("densenet169", new([6, 12, 32, 32])),
        Row("densenet201", new([6, 12, 48, 32])),
        Row("timm_densenet121", new([6, 12, 24, 16])) with
        {
            Source = new("https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/densenet.py"),
            Weights = WeightNaming.Timm,
        },
        Row("monai_densenet121_3d", new([6, 12, 24, 16]) { LayerPrefix = "layers.", Head = "class_layers.out" }) with
        {
            Source = new("https://github.com/Project-MONAI/MONAI/blob/dev/monai/networks/nets/densenet.py"),
            Inputs = [[1, 96, 96, 96]],
            ReferenceOutputs = 2,
            Weights = WeightNaming.Monai,
            Statistics = null,
        },
        Row("chexnet_densenet121_14", new([6, 12, 24, 16]) { Prefix = "densenet121.", Head = "classifier.0", EndsInSigmoid = true }) with
        {
            Source = new("https://github.com/arnoweng/CheXNet/blob/3d45ee7/model.py"),
            Inputs = [[3, 224, 224]],
            ReferenceOutputs = 14,
            Weights = WeightNaming.Published,
        },
    ];

    /// <summary>The output; of the 14-finding CheXNet the probabilities, which its head ends in.</summary>
    public override IReadOnlyList<Tensor> ReferenceOutputs(Tensor input) => [variant.EndsInSigmoid ? call(input).sigmoid() : call(input)];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => features.call(input).relu_(); // [N, FeatureCount, H/32, W/32]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        if (!variant.EndsInSigmoid)
        {
            init.zeros_(head.bias!);
        }

        return head;
    }

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "DenseNet",
        Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/densenet.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = WeightNaming.Torchvision,
        Statistics = ChannelStatistics.ImageNet,
        Create = (name, options) => new DenseNet(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(Variant variant) => new(
        FirstLayer: $"{variant.Prefix}features.conv0",
        Head: variant.Prefix + variant.Head,
        CamLayer: $"{variant.Prefix}features.norm5",
        FeatureCount: variant.Depths.Aggregate(variant.Stem * 2, (channels, depth) => (channels / 2) + (variant.Growth * depth)),
        MinimumSize: 29,
        Stages:
        [
            new("stem", $"{variant.Prefix}features.conv0", $"{variant.Prefix}features.norm0"),
            new("denseblock1", $"{variant.Prefix}features.denseblock1", $"{variant.Prefix}features.transition1"),
            new("denseblock2", $"{variant.Prefix}features.denseblock2", $"{variant.Prefix}features.transition2"),
            new("denseblock3", $"{variant.Prefix}features.denseblock3", $"{variant.Prefix}features.transition3"),
            new("denseblock4", $"{variant.Prefix}features.denseblock4", $"{variant.Prefix}features.norm5"),
            new("head", variant.Prefix + variant.Head),
        ]);

    /// <summary>What tells the variants apart.</summary>
    private sealed record Variant(int[] Depths, int Stem = 64, int Growth = 32)
    {
        /// <summary>Before all keys.</summary>
        public string Prefix { get; init; } = "";

        /// <summary>Between a layer's key and its parts'.</summary>
        public string LayerPrefix { get; init; } = "";

        /// <summary>Key of the head.</summary>
        public string Head { get; init; } = "classifier";

        /// <summary>The reference gives probabilities; its head starts as a linear layer does.</summary>
        public bool EndsInSigmoid { get; init; }
    }

    /// <summary>Layers that each append <c>growth</c> maps to those they were given.</summary>
    private sealed class DenseBlock : Block
    {
        private readonly DenseLayer[] layers;

        public DenseBlock(SpatialOps ops, int channels, int depth, Variant variant)
            : base("DenseBlock") =>
            layers = [.. Enumerable.Range(0, depth).Select(
                i => Child($"denselayer{i + 1}", new DenseLayer(ops, channels + (i * variant.Growth), variant)))];

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var maps = input;
            foreach (var layer in layers)
            {
                var grown = cat([maps, layer.call(maps)], 1); // [N, channels + i * growth, …]
                if (!ReferenceEquals(maps, input))
                {
                    maps.Dispose(); // the largest tensors of the network: not kept until the block ends
                }

                maps = grown;
            }

            return maps.MoveToOuterDisposeScope();
        }
    }

    /// <summary>Normalise, 1×1 convolution to four times the growth, normalise, 3×3 convolution to the growth.</summary>
    private sealed class DenseLayer : Block
    {
        private readonly Module<Tensor, Tensor> norm1, relu1, conv1, norm2, relu2, conv2;

        public DenseLayer(SpatialOps ops, long channels, Variant variant)
            : base("DenseLayer")
        {
            var (growth, prefix) = ((long)variant.Growth, variant.LayerPrefix);
            norm1 = Place(prefix + "norm1", ops.BatchNorm(channels));
            relu1 = Place(prefix + "relu1", ReLU(inplace: true));
            conv1 = Place(prefix + "conv1", ops.Conv(channels, 4 * growth, 1, bias: false));
            norm2 = Place(prefix + "norm2", ops.BatchNorm(4 * growth));
            relu2 = Place(prefix + "relu2", ReLU(inplace: true));
            conv2 = Place(prefix + "conv2", ops.Conv(4 * growth, growth, 3, padding: 1, bias: false));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var extras = TorchExtras.Current;
            var bottleneck = conv1.call(extras.Rectified(norm1, relu1, input)); // [N, 4 growth, …]
            return conv2.call(extras.Rectified(norm2, relu2, bottleneck)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Between two blocks: half as many maps of half the size.</summary>
    private sealed class Transition : Block
    {
        private readonly Module<Tensor, Tensor> norm, relu, conv, pool;

        public Transition(SpatialOps ops, long channels)
            : base("Transition")
        {
            norm = Child("norm", ops.BatchNorm(channels));
            relu = Child("relu", ReLU(inplace: true));
            conv = Child("conv", ops.Conv(channels, channels / 2, 1, bias: false));
            pool = Child("pool", ops.AvgPool(2));
        }

        /// <summary>
        /// The mean of a window's convolutions is the convolution of its mean, which is a quarter of the products (an eighth of a
        /// volume's): so it is done in training. Who only looks at the layers sees them in the reference's order.
        /// </summary>
        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = TorchExtras.Current.Rectified(norm, relu, input);
            var halved = training ? conv.call(pool.call(x)) : pool.call(conv.call(x)); // [N, channels / 2, H/2, W/2]
            return halved.MoveToOuterDisposeScope();
        }
    }
}

using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// The first Inception network, with batch normalisation, 3×3 kernels where the paper has 5×5, two auxiliary heads, and the state-dict keys
/// of torchvision; in 3D every kernel and stride has a third, equal axis. <see cref="GoogLeNetOf2014"/> is the paper's table.
/// </summary>
/// <remarks>
/// Szegedy et al., Going Deeper with Convolutions, https://arxiv.org/abs/1409.4842. torchvision's weights expect channels of mean and
/// standard deviation 0.5 (which it makes of ImageNet's with <c>transform_input</c>).
/// </remarks>
public sealed class GoogLeNet : Network
{
    private const double Eps = 1e-3;

    private readonly Module<Tensor, Tensor>[] first, second, third;
    private readonly Module<Tensor, Tensor> aux1, aux2;

    private GoogLeNet(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        first =
        [
            Child("conv1", Conv(options.InputChannels, 64, 7, stride: 2)), Child("maxpool1", Halving(3)),
            Child("conv2", Conv(64, 64, 1)), Child("conv3", Conv(64, 192, 3)), Child("maxpool2", Halving(3)),
            Mixed("3a"), Mixed("3b"), Child("maxpool3", Halving(3)), Mixed("4a"),
        ];
        second = [Mixed("4b"), Mixed("4c"), Mixed("4d")];
        third = [Mixed("4e"), Child("maxpool4", Halving(2)), Mixed("5a"), Mixed("5b")];
        aux1 = Child("aux1", new Auxiliary(Ops, 512));
        AddAuxiliaryHead("aux1.fc2");
        aux2 = Child("aux2", new Auxiliary(Ops, 528));
        AddAuxiliaryHead("aux2.fc2");
        AddDropout("dropout", 0.2);
        AddHead();
        WeightInit.Weights(this, Draw);
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "googlenet",
            Family = "GoogLeNet",
            Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/googlenet.py"),
            Inputs = [[3, 224, 224], [1, 96, 96, 96]],
            Weights = WeightNaming.Torchvision,
            Statistics = ChannelStatistics.Half,
            Create = (name, options) => new GoogLeNet(name, options),
        },
    ];

    /// <summary>Channels of the modules: 1×1; before and after the 3×3; before and after the 5×5; after the pooling.</summary>
    internal static IReadOnlyDictionary<string, (long Inputs, long[] Widths)> Modules { get; } = new Dictionary<string, (long, long[])>
    {
        ["3a"] = (192, [64, 96, 128, 16, 32, 32]),
        ["3b"] = (256, [128, 128, 192, 32, 96, 64]),
        ["4a"] = (480, [192, 96, 208, 16, 48, 64]),
        ["4b"] = (512, [160, 112, 224, 24, 64, 64]),
        ["4c"] = (512, [128, 128, 256, 24, 64, 64]),
        ["4d"] = (512, [112, 144, 288, 32, 64, 64]),
        ["4e"] = (528, [256, 160, 320, 32, 128, 128]),
        ["5a"] = (832, [256, 160, 320, 32, 128, 128]),
        ["5b"] = (832, [384, 192, 384, 48, 128, 128]),
    };

    /// <inheritdoc/>
    public override NetworkOutputs TrainingOutputs(Tensor input)
    {
        if (!training)
        {
            return base.TrainingOutputs(input);
        }

        using var scope = NewDisposeScope();
        Check(input.shape);
        var early = first.Through(input);
        var late = second.Through(early);
        var main = Classify(Pool(third.Through(late))).MoveToOuterDisposeScope();
        var ends = new[] { (Name: "aux2.fc2", Features: aux2.call(late)), (Name: "aux1.fc2", Features: aux1.call(early)) };
        return new(main, [.. ends.Select(end => AuxiliaryHead(end.Name).call(end.Features).MoveToOuterDisposeScope())]);
    }

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => third.Through(second.Through(first.Through(input))); // [N, 1024, H/32, W/32]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Drawn(Linear(Anatomy.FeatureCount, outputs));

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateAuxiliaryHead(string path, int outputs) => Drawn(Linear(1024, outputs));

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "conv1.conv",
        Head: "fc",
        CamLayer: "inception5b",
        FeatureCount: 1024,
        MinimumSize: 15,
        Stages:
        [
            new("stem", "conv1", "conv2", "conv3"),
            new("inception3", "inception3a", "inception3b"),
            new("inception4", "inception4a", "inception4b", "inception4c", "inception4d", "inception4e"),
            new("inception5", "inception5a", "inception5b"),
            new("auxiliary", "aux1", "aux2"),
            new("head", "fc"),
        ])
    {
        AuxiliaryWeights = [0.3, 0.3],
        AuxiliaryHeads = ["aux2.fc2", "aux1.fc2"],
    };

    private static void Draw(Tensor weight) => WeightInit.TruncatedNormal(weight, 0.01);

    private static Module<Tensor, Tensor> Drawn(Module<Tensor, Tensor> layer)
    {
        WeightInit.Weights(layer, Draw);
        return layer;
    }

    private ConvNorm Conv(long inputs, long outputs, int kernel, int stride = 1) =>
        new(Ops, inputs, outputs, kernel, stride, kernel / 2, Eps);

    private Module<Tensor, Tensor> Halving(int kernel) => Ops.MaxPool(kernel, stride: 2, ceilMode: true);

    private Branches Mixed(string module)
    {
        var (inputs, width) = Modules[module];
        return Child($"inception{module}", new Branches(
            ("branch1", Conv(inputs, width[0], 1)),
            ("branch2", Sequential(Conv(inputs, width[1], 1), Conv(width[1], width[2], 3))),
            ("branch3", Sequential(Conv(inputs, width[3], 1), Conv(width[3], width[4], 3))), // torchvision: not the paper's 5×5
            ("branch4", Sequential(Ops.MaxPool(3, stride: 1, padding: 1, ceilMode: true), Conv(inputs, width[5], 1)))));
    }

    /// <summary>What an auxiliary head reads: maps to features <c>[N, 1024]</c>.</summary>
    private sealed class Auxiliary : Block
    {
        private readonly Module<Tensor, Tensor> pool, conv, fc1, dropout;

        public Auxiliary(SpatialOps ops, long inputs)
            : base(nameof(Auxiliary))
        {
            pool = Child("pool", ops.AdaptiveAvgPool(4));
            conv = Child("conv", new ConvNorm(ops, inputs, 128, 1, eps: Eps));
            fc1 = Child("fc1", Linear(128 * (long)Math.Pow(4, (int)ops.Dims), 1024));
            dropout = Child("dropout", Dropout(0.7));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            return dropout.call(fc1.call(conv.call(pool.call(input)).flatten(1)).relu_()).MoveToOuterDisposeScope();
        }
    }
}

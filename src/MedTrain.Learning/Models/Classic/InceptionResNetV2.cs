using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Inception-ResNet v2: Inception modules whose scaled output is added to their input, with the state-dict keys of timm. Its split kernels
/// are made for images.
/// </summary>
/// <remarks>
/// Szegedy et al., Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning, https://arxiv.org/abs/1602.07261.
/// </remarks>
public sealed class InceptionResNetV2 : Network
{
    private readonly Module<Tensor, Tensor>[] layers;

    private InceptionResNetV2(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        layers =
        [
            Child("conv2d_1a", Conv(options.InputChannels, 32, 3, stride: 2)),
            Child("conv2d_2a", Conv(32, 32, 3)),
            Child("conv2d_2b", Conv(32, 64, 3, padding: 1)),
            Child("maxpool_3a", Ops.MaxPool(3, stride: 2)),
            Child("conv2d_3b", Conv(64, 80, 1)),
            Child("conv2d_4a", Conv(80, 192, 3)),
            Child("maxpool_5a", Ops.MaxPool(3, stride: 2)),
            Child("mixed_5b", Mixed5B()),
            Child("repeat", Repeated(10, Block35)),
            Child("mixed_6a", Mixed6A()),
            Child("repeat_1", Repeated(20, Block17)),
            Child("mixed_7a", Mixed7A()),
            Child("repeat_2", Repeated(9, () => Block8(0.20, relu: true))),
            Child("block8", Block8(1.0, relu: false)),
            Child("conv2d_7b", Conv(2080, 1536, 1)),
        ];
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "timm_inception_resnet_v2",
            Family = "Inception",
            Source = new("https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/inception_resnet_v2.py"),
            Inputs = [[3, 299, 299]],
            Weights = WeightNaming.Timm,
            Statistics = ChannelStatistics.Half,
            Create = (name, options) => new InceptionResNetV2(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => layers.Through(input); // [N, 1536, H/32 - 2, W/32 - 2]

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "conv2d_1a.conv",
        Head: "classif",
        CamLayer: "conv2d_7b",
        FeatureCount: 1536,
        MinimumSize: 75,
        Stages:
        [
            new("stem", "conv2d_1a", "conv2d_2a", "conv2d_2b", "conv2d_3b", "conv2d_4a"),
            new("block35", "mixed_5b", "repeat"),
            new("block17", "mixed_6a", "repeat_1"),
            new("block8", "mixed_7a", "repeat_2", "block8"),
            new("conv2d_7b", "conv2d_7b"),
            new("head", "classif"),
        ]);

    private static Module<Tensor, Tensor> Repeated(int count, Func<Module<Tensor, Tensor>> make) =>
        Sequential(Enumerable.Range(0, count).Select(_ => make()));

    private ConvNorm Conv(long inputs, long outputs, Extent kernel, int stride = 1, Extent? padding = null) =>
        new(Ops, inputs, outputs, kernel, stride, padding, eps: 1e-3);

    private ConvNorm Row(long inputs, long outputs, int length) => Conv(inputs, outputs, (1, length), padding: (0, length / 2));

    private ConvNorm Column(long inputs, long outputs, int length) => Conv(inputs, outputs, (length, 1), padding: (length / 2, 0));

    private Branches Mixed5B() => new(
        ("branch0", Conv(192, 96, 1)),
        ("branch1", Sequential(Conv(192, 48, 1), Conv(48, 64, 5, padding: 2))),
        ("branch2", Sequential(Conv(192, 64, 1), Conv(64, 96, 3, padding: 1), Conv(96, 96, 3, padding: 1))),
        ("branch3", Sequential(Ops.AvgPool(3, stride: 1, padding: 1, countPadding: false), Conv(192, 64, 1))));

    private Branches Mixed6A() => new(
        ("branch0", Conv(320, 384, 3, stride: 2)),
        ("branch1", Sequential(Conv(320, 256, 1), Conv(256, 256, 3, padding: 1), Conv(256, 384, 3, stride: 2))),
        ("branch2", Ops.MaxPool(3, stride: 2)));

    private Branches Mixed7A() => new(
        ("branch0", Sequential(Conv(1088, 256, 1), Conv(256, 384, 3, stride: 2))),
        ("branch1", Sequential(Conv(1088, 256, 1), Conv(256, 288, 3, stride: 2))),
        ("branch2", Sequential(Conv(1088, 256, 1), Conv(256, 288, 3, padding: 1), Conv(288, 320, 3, stride: 2))),
        ("branch3", Ops.MaxPool(3, stride: 2)));

    private ScaledResidual Block35() => new(
        Ops.Conv(128, 320, 1),
        scale: 0.17,
        relu: true,
        Conv(320, 32, 1),
        Sequential(Conv(320, 32, 1), Conv(32, 32, 3, padding: 1)),
        Sequential(Conv(320, 32, 1), Conv(32, 48, 3, padding: 1), Conv(48, 64, 3, padding: 1)));

    private ScaledResidual Block17() => new(
        Ops.Conv(384, 1088, 1),
        scale: 0.10,
        relu: true,
        Conv(1088, 192, 1),
        Sequential(Conv(1088, 128, 1), Row(128, 160, 7), Column(160, 192, 7)));

    private ScaledResidual Block8(double scale, bool relu) => new(
        Ops.Conv(448, 2080, 1),
        scale,
        relu,
        Conv(2080, 192, 1),
        Sequential(Conv(2080, 192, 1), Row(192, 224, 3), Column(224, 256, 3)));

    /// <summary>Branches joined by a 1×1 convolution, scaled and added to the input.</summary>
    private sealed class ScaledResidual : Block
    {
        private readonly Module<Tensor, Tensor>[] branches;
        private readonly Module<Tensor, Tensor> conv2d;
        private readonly double scale;
        private readonly bool relu;

        public ScaledResidual(Module<Tensor, Tensor> join, double scale, bool relu, params Module<Tensor, Tensor>[] branches)
            : base(nameof(ScaledResidual))
        {
            this.branches = [.. branches.Select((branch, i) => Child($"branch{i}", branch))];
            conv2d = Child("conv2d", join);
            (this.scale, this.relu) = (scale, relu);
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var joined = conv2d.call(cat(branches.Select(branch => branch.call(input)).ToArray(), 1));
            var output = (joined * scale) + input;
            return (relu ? output.relu_() : output).MoveToOuterDisposeScope();
        }
    }
}

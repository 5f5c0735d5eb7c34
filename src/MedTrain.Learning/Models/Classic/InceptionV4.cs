using MedTrain.Learning.Layers;
using static MedTrain.Learning.Layers.ForkingBranches;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>Inception v4, with the state-dict keys of timm. Its split kernels are made for images.</summary>
/// <remarks>
/// Szegedy et al., Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning, https://arxiv.org/abs/1602.07261.
/// </remarks>
public sealed class InceptionV4 : Network
{
    private static readonly (int Count, string Stage)[] Parts =
    [
        (3, "stem"), (3, "mixed"), (4, "inception_a"), (1, "reduction_a"), (7, "inception_b"), (1, "reduction_b"), (3, "inception_c"),
    ];

    private readonly Module<Tensor, Tensor> features;

    private InceptionV4(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        features = Child("features", Sequential(
        [
            Conv(options.InputChannels, 32, 3, stride: 2), Conv(32, 32, 3), Conv(32, 64, 3, padding: 1),
            new Branches(("maxpool", Ops.MaxPool(3, stride: 2)), ("conv", Conv(64, 96, 3, stride: 2))),
            new Branches(
                ("branch0", Sequential(Conv(160, 64, 1), Conv(64, 96, 3))),
                ("branch1", Sequential(Conv(160, 64, 1), Row(64, 64, 7), Column(64, 64, 7), Conv(64, 96, 3)))),
            new Branches(("conv", Conv(192, 192, 3, stride: 2)), ("maxpool", Ops.MaxPool(3, stride: 2))),
            .. Repeated(4, InceptionA), ReductionA(),
            .. Repeated(7, InceptionB), ReductionB(),
            .. Repeated(3, InceptionC),
        ]));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "timm_inception_v4",
            Family = "Inception",
            Source = new("https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/inception_v4.py"),
            Inputs = [[3, 299, 299]],
            Weights = WeightNaming.Timm,
            Statistics = ChannelStatistics.Half,
            Create = (name, options) => new InceptionV4(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => features.call(input); // [N, 1536, H/32 - 2, W/32 - 2]

    private static NetworkAnatomy Anatomise()
    {
        var (stages, layer) = (new List<NetworkStage>(), 0);
        foreach (var (count, stage) in Parts)
        {
            stages.Add(new(stage, [.. Enumerable.Range(layer, count).Select(index => $"features.{index}")]));
            layer += count;
        }

        return new(
            FirstLayer: "features.0.conv",
            Head: "last_linear",
            CamLayer: $"features.{layer - 1}",
            FeatureCount: 1536,
            MinimumSize: 75,
            Stages: [.. stages, new("head", "last_linear")]);
    }

    private static IEnumerable<Module<Tensor, Tensor>> Repeated(int count, Func<Module<Tensor, Tensor>> make) =>
        Enumerable.Range(0, count).Select(_ => make());

    private ConvNorm Conv(long inputs, long outputs, Extent kernel, int stride = 1, Extent? padding = null) =>
        new(Ops, inputs, outputs, kernel, stride, padding, eps: 1e-3);

    private ConvNorm Row(long inputs, long outputs, int length) => Conv(inputs, outputs, (1, length), padding: (0, length / 2));

    private ConvNorm Column(long inputs, long outputs, int length) => Conv(inputs, outputs, (length, 1), padding: (length / 2, 0));

    private Module<Tensor, Tensor> Pooled(long inputs, long outputs) =>
        Sequential(Ops.AvgPool(3, stride: 1, padding: 1, countPadding: false), Conv(inputs, outputs, 1));

    private Branches InceptionA() => new(
        ("branch0", Conv(384, 96, 1)),
        ("branch1", Sequential(Conv(384, 64, 1), Conv(64, 96, 3, padding: 1))),
        ("branch2", Sequential(Conv(384, 64, 1), Conv(64, 96, 3, padding: 1), Conv(96, 96, 3, padding: 1))),
        ("branch3", Pooled(384, 96)));

    private Branches ReductionA() => new(
        ("branch0", Conv(384, 384, 3, stride: 2)),
        ("branch1", Sequential(Conv(384, 192, 1), Conv(192, 224, 3, padding: 1), Conv(224, 256, 3, stride: 2))),
        ("branch2", Ops.MaxPool(3, stride: 2)));

    private Branches InceptionB() => new(
        ("branch0", Conv(1024, 384, 1)),
        ("branch1", Sequential(Conv(1024, 192, 1), Row(192, 224, 7), Column(224, 256, 7))),
        ("branch2", Sequential(Conv(1024, 192, 1), Column(192, 192, 7), Row(192, 224, 7), Column(224, 224, 7), Row(224, 256, 7))),
        ("branch3", Pooled(1024, 128)));

    private Branches ReductionB() => new(
        ("branch0", Sequential(Conv(1024, 192, 1), Conv(192, 192, 3, stride: 2))),
        ("branch1", Sequential(Conv(1024, 256, 1), Row(256, 256, 7), Column(256, 320, 7), Conv(320, 320, 3, stride: 2))),
        ("branch2", Ops.MaxPool(3, stride: 2)));

    private ForkingBranches InceptionC() => new(
        new Branch(("branch0", Conv(1536, 256, 1))),
        new Branch(("branch1_0", Conv(1536, 384, 1)))
        {
            Ends = [("branch1_1a", Row(384, 256, 3)), ("branch1_1b", Column(384, 256, 3))],
        },
        new Branch(("branch2_0", Conv(1536, 384, 1)), ("branch2_1", Column(384, 448, 3)), ("branch2_2", Row(448, 512, 3)))
        {
            Ends = [("branch2_3a", Row(512, 256, 3)), ("branch2_3b", Column(512, 256, 3))],
        },
        new Branch(("branch3", Pooled(1536, 256))));
}

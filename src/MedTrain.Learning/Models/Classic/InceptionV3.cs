using MedTrain.Learning.Layers;
using static MedTrain.Learning.Layers.ForkingBranches;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Inception v3: large kernels split into short ones, one auxiliary head, and the state-dict keys of torchvision. Its split kernels are
/// made for images.
/// </summary>
/// <remarks>
/// Szegedy et al., Rethinking the Inception Architecture for Computer Vision, https://arxiv.org/abs/1512.00567. torchvision's weights
/// expect channels of mean and standard deviation 0.5 (which it makes of ImageNet's with <c>transform_input</c>). Its auxiliary head cannot
/// read images below 299 pixels; here it then reads a mean over 5×5 parts of the maps.
/// </remarks>
public sealed class InceptionV3 : Network
{
    private const double Eps = 1e-3;
    private const int AuxiliarySide = 17; // the smallest map of which the auxiliary head's pooling leaves the 5×5 that it needs

    private readonly Module<Tensor, Tensor>[] first, second, auxiliary;
    private readonly Module<Tensor, Tensor> auxiliaryPool, auxiliaryPoolOfSmall;

    private InceptionV3(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        first =
        [
            Child("Conv2d_1a_3x3", Conv(options.InputChannels, 32, 3, stride: 2)),
            Child("Conv2d_2a_3x3", Conv(32, 32, 3)),
            Child("Conv2d_2b_3x3", Conv(32, 64, 3, padding: 1)),
            Child("maxpool1", Ops.MaxPool(3, stride: 2)),
            Child("Conv2d_3b_1x1", Conv(64, 80, 1)),
            Child("Conv2d_4a_3x3", Conv(80, 192, 3)),
            Child("maxpool2", Ops.MaxPool(3, stride: 2)),
            Child("Mixed_5b", MixedA(192, 32)), Child("Mixed_5c", MixedA(256, 64)), Child("Mixed_5d", MixedA(288, 64)),
            Child("Mixed_6a", ReductionB(288)),
            Child("Mixed_6b", MixedC(128)), Child("Mixed_6c", MixedC(160)), Child("Mixed_6d", MixedC(160)), Child("Mixed_6e", MixedC(192)),
        ];
        auxiliaryPool = Child("AuxPool", Ops.AvgPool(5, stride: 3));
        auxiliaryPoolOfSmall = Child("AuxPoolOfSmall", Ops.AdaptiveAvgPool(5));
        auxiliary =
        [
            Place("AuxLogits.conv0", Conv(768, 128, 1)), Place("AuxLogits.conv1", Conv(128, 768, 5)),
            Place("AuxLogits.avgpool", Ops.AdaptiveAvgPool(1)), Place("AuxLogits.flatten", Flatten()),
        ];
        AddAuxiliaryHead("AuxLogits.fc");
        second = [Child("Mixed_7a", ReductionD()), Child("Mixed_7b", MixedE(1280)), Child("Mixed_7c", MixedE(2048))];
        AddDropout("dropout", 0.5);
        AddHead();
        WeightInit.Weights(this, weight => WeightInit.TruncatedNormal(weight, 0.1));
        WeightInit.Weights(AuxiliaryHead("AuxLogits.fc"), weight => WeightInit.TruncatedNormal(weight, 0.001));
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "inception_v3",
            Family = "Inception",
            Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/inception.py"),
            Inputs = [[3, 299, 299]],
            Weights = WeightNaming.Torchvision,
            Statistics = ChannelStatistics.Half,
            Create = (name, options) => new InceptionV3(name, options),
        },
    ];

    /// <inheritdoc/>
    public override NetworkOutputs TrainingOutputs(Tensor input)
    {
        if (!training)
        {
            return base.TrainingOutputs(input);
        }

        using var scope = NewDisposeScope();
        Check(input.shape);
        var maps = first.Through(input); // [N, 768, 17, 17] of 299 pixels
        var pooled = (maps.shape[2..].Min() < AuxiliarySide ? auxiliaryPoolOfSmall : auxiliaryPool).call(maps);
        var early = AuxiliaryHead("AuxLogits.fc").call(auxiliary.Through(pooled));
        return new(Classify(Pool(second.Through(maps))).MoveToOuterDisposeScope(), [early.MoveToOuterDisposeScope()]);
    }

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => second.Through(first.Through(input)); // [N, 2048, H/32 - 2, W/32 - 2]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Drawn(Anatomy.FeatureCount, outputs, 0.1);

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateAuxiliaryHead(string path, int outputs) => Drawn(768, outputs, 0.001);

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "Conv2d_1a_3x3.conv",
        Head: "fc",
        CamLayer: "Mixed_7c",
        FeatureCount: 2048,
        MinimumSize: 75,
        Stages:
        [
            new("stem", "Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "Conv2d_3b_1x1", "Conv2d_4a_3x3"),
            new("Mixed_5", "Mixed_5b", "Mixed_5c", "Mixed_5d"),
            new("Mixed_6", "Mixed_6a", "Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"),
            new("auxiliary", "AuxLogits"),
            new("Mixed_7", "Mixed_7a", "Mixed_7b", "Mixed_7c"),
            new("head", "fc"),
        ])
    {
        AuxiliaryWeights = [0.4],
        AuxiliaryHeads = ["AuxLogits.fc"],
    };

    private static Module<Tensor, Tensor> Drawn(long features, int outputs, double deviation)
    {
        var head = Linear(features, outputs);
        WeightInit.TruncatedNormal(head.weight, deviation);
        return head;
    }

    private ConvNorm Conv(long inputs, long outputs, Extent kernel, int stride = 1, Extent? padding = null) =>
        new(Ops, inputs, outputs, kernel, stride, padding, Eps);

    private ConvNorm Row(long inputs, long outputs, int length) => Conv(inputs, outputs, (1, length), padding: (0, length / 2));

    private ConvNorm Column(long inputs, long outputs, int length) => Conv(inputs, outputs, (length, 1), padding: (length / 2, 0));

    private Branch Pooled(long inputs, long outputs) =>
        new(("average", Ops.AvgPool(3, stride: 1, padding: 1)), ("branch_pool", Conv(inputs, outputs, 1)));

    private ForkingBranches MixedA(long inputs, long pooled) => new(
        new Branch(("branch1x1", Conv(inputs, 64, 1))),
        new Branch(("branch5x5_1", Conv(inputs, 48, 1)), ("branch5x5_2", Conv(48, 64, 5, padding: 2))),
        new Branch(
            ("branch3x3dbl_1", Conv(inputs, 64, 1)),
            ("branch3x3dbl_2", Conv(64, 96, 3, padding: 1)),
            ("branch3x3dbl_3", Conv(96, 96, 3, padding: 1))),
        Pooled(inputs, pooled));

    private ForkingBranches ReductionB(long inputs) => new(
        new Branch(("branch3x3", Conv(inputs, 384, 3, stride: 2))),
        new Branch(
            ("branch3x3dbl_1", Conv(inputs, 64, 1)),
            ("branch3x3dbl_2", Conv(64, 96, 3, padding: 1)),
            ("branch3x3dbl_3", Conv(96, 96, 3, stride: 2))),
        new Branch(("maximum", Ops.MaxPool(3, stride: 2))));

    private ForkingBranches MixedC(long width) => new(
        new Branch(("branch1x1", Conv(768, 192, 1))),
        new Branch(("branch7x7_1", Conv(768, width, 1)), ("branch7x7_2", Row(width, width, 7)), ("branch7x7_3", Column(width, 192, 7))),
        new Branch(
            ("branch7x7dbl_1", Conv(768, width, 1)),
            ("branch7x7dbl_2", Column(width, width, 7)),
            ("branch7x7dbl_3", Row(width, width, 7)),
            ("branch7x7dbl_4", Column(width, width, 7)),
            ("branch7x7dbl_5", Row(width, 192, 7))),
        Pooled(768, 192));

    private ForkingBranches ReductionD() => new(
        new Branch(("branch3x3_1", Conv(768, 192, 1)), ("branch3x3_2", Conv(192, 320, 3, stride: 2))),
        new Branch(
            ("branch7x7x3_1", Conv(768, 192, 1)),
            ("branch7x7x3_2", Row(192, 192, 7)),
            ("branch7x7x3_3", Column(192, 192, 7)),
            ("branch7x7x3_4", Conv(192, 192, 3, stride: 2))),
        new Branch(("maximum", Ops.MaxPool(3, stride: 2))));

    private ForkingBranches MixedE(long inputs) => new(
        new Branch(("branch1x1", Conv(inputs, 320, 1))),
        new Branch(("branch3x3_1", Conv(inputs, 384, 1)))
        {
            Ends = [("branch3x3_2a", Row(384, 384, 3)), ("branch3x3_2b", Column(384, 384, 3))],
        },
        new Branch(("branch3x3dbl_1", Conv(inputs, 448, 1)), ("branch3x3dbl_2", Conv(448, 384, 3, padding: 1)))
        {
            Ends = [("branch3x3dbl_3a", Row(384, 384, 3)), ("branch3x3dbl_3b", Column(384, 384, 3))],
        },
        Pooled(inputs, 192));
}

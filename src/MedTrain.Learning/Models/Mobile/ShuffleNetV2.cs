using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Blocks that filter half of the channels and then shuffle both halves, with the state-dict keys of torchvision; in 3D every kernel and
/// stride has a third, equal axis.
/// </summary>
/// <remarks>
/// Ma et al., ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design, https://arxiv.org/abs/1807.11164.
/// </remarks>
public sealed class ShuffleNetV2 : Network
{
    private static readonly int[] Repeats = [4, 8, 4];

    private readonly Module<Tensor, Tensor>[] layers;

    private ShuffleNetV2(string name, NetworkOptions options, int[] widths)
        : base(name, options, Anatomise(widths))
    {
        layers =
        [
            Child("conv1", Sequential(
                Ops.Conv(options.InputChannels, widths[0], 3, stride: 2, padding: 1, bias: false),
                Ops.BatchNorm(widths[0]),
                ReLU(inplace: true))),
            Child("maxpool", Ops.MaxPool(3, stride: 2, padding: 1)),
            .. Repeats.Select((repeats, stage) => Child($"stage{stage + 2}", Stage(widths[stage], widths[stage + 1], repeats))),
            Child("conv5", Sequential(Ops.Conv(widths[3], widths[4], 1, bias: false), Ops.BatchNorm(widths[4]), ReLU(inplace: true))),
        ];
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("shufflenet_v2_x0_5", [24, 48, 96, 192, 1024]),
        Row("shufflenet_v2_x1_0", [24, 116, 232, 464, 1024]),
        Row("shufflenet_v2_x1_5", [24, 176, 352, 704, 1024]),
        Row("shufflenet_v2_x2_0", [24, 244, 488, 976, 2048]),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => layers.Through(input); // [N, FeatureCount, H/32, W/32]

    private static ModelRow Row(string name, int[] widths) => new()
    {
        Name = name,
        Family = "ShuffleNet",
        Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/shufflenetv2.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = WeightNaming.Torchvision,
        Statistics = ChannelStatistics.ImageNet,
        Create = (name, options) => new ShuffleNetV2(name, options, widths),
    };

    private static NetworkAnatomy Anatomise(int[] widths) => new(
        FirstLayer: "conv1.0",
        Head: "fc",
        CamLayer: "conv5",
        FeatureCount: widths[^1],
        MinimumSize: 1,
        Stages:
        [
            new("conv1", "conv1"), new("stage2", "stage2"), new("stage3", "stage3"), new("stage4", "stage4"), new("conv5", "conv5"),
            new("head", "fc"),
        ]);

    private Sequential Stage(int inputs, int outputs, int repeats) =>
        Sequential(Enumerable.Range(0, repeats).Select(block =>
            (Module<Tensor, Tensor>)new Unit(Ops, block == 0 ? inputs : outputs, outputs, isFirst: block == 0)));

    /// <summary>
    /// Two halves of channels, of which the first is only passed on, or both are filtered and halved in size; then shuffled.
    /// </summary>
    private sealed class Unit : Block
    {
        private readonly Module<Tensor, Tensor> branch1, branch2;
        private readonly bool isFirst;

        public Unit(SpatialOps ops, int inputs, int outputs, bool isFirst)
            : base(nameof(Unit))
        {
            this.isFirst = isFirst;
            var (half, stride) = (outputs / 2, isFirst ? 2 : 1);
            branch1 = Child(
                "branch1", isFirst ? Sequential([.. Depthwise(ops, inputs, stride), .. Pointwise(ops, inputs, half)]) : Sequential());
            branch2 = Child("branch2", Sequential(
                [.. Pointwise(ops, isFirst ? inputs : half, half), .. Depthwise(ops, half, stride), .. Pointwise(ops, half, half)]));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var halves = isFirst ? [input, input] : input.chunk(2, 1);
            var joined = cat([isFirst ? branch1.call(halves[0]) : halves[0], branch2.call(halves[1])], 1); // [N, outputs, …]
            var (batch, channels) = (joined.shape[0], joined.shape[1]);
            long[] pairs = [batch, 2, channels / 2, .. joined.shape[2..]];
            return joined.reshape(pairs).transpose(1, 2).flatten(1, 2).MoveToOuterDisposeScope(); // the halves' channels in turn
        }

        private static Module<Tensor, Tensor>[] Pointwise(SpatialOps ops, long inputs, long outputs) =>
            [ops.Conv(inputs, outputs, 1, bias: false), ops.BatchNorm(outputs), ReLU(inplace: true)];

        private static Module<Tensor, Tensor>[] Depthwise(SpatialOps ops, long channels, int stride) =>
            [ops.Conv(channels, channels, 3, stride, padding: 1, groups: channels, bias: false), ops.BatchNorm(channels)];
    }
}

using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>V-Net: residual stages of 5×5×5 convolutions with ELU, strided convolutions down, transposed ones up.</summary>
/// <remarks>
/// Milletari et al., https://arxiv.org/abs/1606.04797; layers and keys of https://github.com/Project-MONAI/MONAI, networks/nets/vnet.py
/// (45,593,892 parameters in 150 tensors for one channel and one output).
/// </remarks>
public sealed class VNet : Network
{
    private const int Width = 16;

    // Convolutions of each stage, and whether its values are dropped in training.
    private static readonly (int Convolutions, bool Drops)[] Down = [(1, false), (2, false), (3, true), (2, true)];
    private static readonly (int Inputs, int Outputs, int Convolutions, bool Drops)[] Up =
        [(256, 256, 2, true), (256, 128, 2, true), (128, 64, 1, false), (64, 32, 1, false)];

    private readonly Module<Tensor, Tensor> first;
    private readonly DownTransition[] downs;
    private readonly UpTransition[] ups;

    private VNet(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        var dropout = options.Dropout ?? 0.5;
        first = Child("in_tr", Sequential(("conv_block", Unit(Ops, options.InputChannels, Width))));
        downs = [.. Down.Select((stage, i) => Child($"down_tr{Width << (i + 1)}",
            new DownTransition(Ops, Width << i, stage.Convolutions, stage.Drops ? dropout : 0)))];
        ups =
        [
            .. Up.Select(stage => Child($"up_tr{stage.Outputs}",
                new UpTransition(Ops, stage.Inputs, stage.Outputs, stage.Convolutions, stage.Drops ? dropout : 0))),
        ];
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "monai_vnet",
            Family = "VNet",
            Source = new("https://github.com/Project-MONAI/MONAI"),
            Inputs = [[1, 96, 96, 96], [1, 224, 224]],
            ReferenceOutputs = 1,
            Weights = WeightNaming.Monai,
            Create = (name, options) => new VNet(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => downs.Aggregate(Begin(input), (x, down) => down.call(x)); // [N, 256, D/16, H/16, W/16]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps);

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input)
    {
        var maps = new Stack<Tensor>([Begin(input)]);
        foreach (var down in downs)
        {
            maps.Push(down.call(maps.Peek()));
        }

        return Head.call(ups.Aggregate(maps.Pop(), (low, up) => up.Join(low, maps.Pop()))); // [N, outputs, D, H, W]
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Sequential(
        ("conv_block", Unit(Ops, 2 * Width, outputs)), ("act_function1", ELU()), ("conv2", Ops.Conv(outputs, outputs, 1)));

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "in_tr.conv_block.conv",
        Head: "out_tr",
        CamLayer: "down_tr256",
        FeatureCount: Width << Down.Length,
        MinimumSize: 1 << Down.Length,
        Stages:
        [
            new("in", "in_tr"),
            .. Enumerable.Range(1, Down.Length).Select(i => new NetworkStage($"down{i}", $"down_tr{Width << i}")),
            .. Up.Select((stage, i) => new NetworkStage($"up{Up.Length - i}", $"up_tr{stage.Outputs}")),
            new("head", "out_tr"),
        ])
    {
        Output = NetworkOutput.Maps,
        HeadReadsMaps = true,
        SizeMultiple = 1 << Down.Length,
    };

    private static Module<Tensor, Tensor> Unit(SpatialOps ops, long inputs, long outputs) => Sequential(
        ("conv", ops.Conv(inputs, outputs, 5, padding: 2, bias: false)), ("adn", Sequential(("N", ops.BatchNorm(outputs)))));

    private static Module<Tensor, Tensor> Units(SpatialOps ops, long width, int count) => Sequential(
        [.. Enumerable.Range(0, count).Select(_ => Sequential(("conv_block", Unit(ops, width, width)), ("act_function", ELU())))]);

    /// <summary>The first convolution beside the image's channels, repeated in turn up to its width.</summary>
    private Tensor Begin(Tensor input)
    {
        var turns = tensor(Enumerable.Range(0, Width).Select(i => (long)i % input.shape[1]).ToArray(), device: input.device);
        return (first.call(input) + input.index_select(1, turns)).elu();
    }

    private sealed class DownTransition : Block
    {
        private readonly Module<Tensor, Tensor> halve, norm, units, dropout;

        public DownTransition(SpatialOps ops, long inputs, int convolutions, double drop)
            : base("DownTransition")
        {
            halve = Child("down_conv", ops.Conv(inputs, 2 * inputs, 2, stride: 2, bias: false));
            norm = Child("bn1", ops.BatchNorm(2 * inputs));
            units = Child("ops", Units(ops, 2 * inputs, convolutions));
            dropout = Child("do1", ops.ChannelDropout(drop));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var down = norm.call(halve.call(input)).elu(); // [N, 2 c, D/2, H/2, W/2]
            return (units.call(dropout.call(down)) + down).elu().MoveToOuterDisposeScope();
        }
    }

    private sealed class UpTransition : Block
    {
        private readonly Module<Tensor, Tensor> enlarge, norm, dropout, skipDropout, units;

        public UpTransition(SpatialOps ops, long inputs, long outputs, int convolutions, double drop)
            : base("UpTransition")
        {
            enlarge = Child("up_conv", ops.ConvTranspose(inputs, outputs / 2, 2, stride: 2));
            norm = Child("bn1", ops.BatchNorm(outputs / 2));
            dropout = Child("do1", ops.ChannelDropout(drop));
            skipDropout = Child("do2", ops.ChannelDropout(0.5));
            units = Child("ops", Units(ops, outputs, convolutions));
        }

        public Tensor Join(Tensor low, Tensor skip)
        {
            using var scope = NewDisposeScope();
            var high = norm.call(enlarge.call(dropout.call(low))).elu();
            return call(cat([high, skipDropout.call(skip)], 1)).MoveToOuterDisposeScope();
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            return (units.call(input) + input).elu().MoveToOuterDisposeScope();
        }
    }
}

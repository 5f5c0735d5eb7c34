using MedTrain.Learning.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>MONAI's basic U-Net: pairs of convolutions with instance normalisation and leaky ReLU, max pooling down, transposed
/// convolutions up.</summary>
/// <remarks>
/// Falk et al., https://doi.org/10.1038/s41592-018-0261-2; layers and keys of https://github.com/Project-MONAI/MONAI,
/// networks/nets/basic_unet.py (5,749,410 parameters in 82 tensors for one channel and two outputs).
/// </remarks>
public sealed class BasicUNet : Network
{
    private static readonly int[] Widths = [32, 32, 64, 128, 256];

    private readonly Module<Tensor, Tensor> first;
    private readonly Module<Tensor, Tensor>[] downs;
    private readonly Up[] ups;

    private BasicUNet(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        first = Child("conv_0", Twice(Ops, options.InputChannels, Widths[0]));
        downs =
        [
            .. Enumerable.Range(1, Widths.Length - 1).Select(i => Child($"down_{i}", Sequential(
                ("max_pooling", Ops.MaxPool(2)), ("convs", Twice(Ops, Widths[i - 1], Widths[i]))))),
        ];
        ups =
        [
            .. Enumerable.Range(1, Widths.Length - 1).Reverse().Select(i =>
                Child($"upcat_{i}", new Up(Ops, Widths[i], Widths[i - 1], halves: i > 1))),
        ];
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "monai_basic_unet",
            Family = "BasicUNet",
            Source = new("https://github.com/Project-MONAI/MONAI"),
            Inputs = [[1, 96, 96, 96], [1, 224, 224]],
            ReferenceOutputs = 2,
            Weights = WeightNaming.Monai,
            Create = (name, options) => new BasicUNet(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => downs.Through(first.call(input)); // [N, 256, D/16, H/16, W/16]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps);

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input)
    {
        var maps = new Stack<Tensor>([first.call(input)]);
        foreach (var down in downs)
        {
            maps.Push(down.call(maps.Peek()));
        }

        return Head.call(ups.Aggregate(maps.Pop(), (low, up) => up.Join(low, maps.Pop()))); // [N, outputs, D, H, W]
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Ops.Conv(Widths[0], outputs, 1);

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "conv_0.conv_0.conv",
        Head: "final_conv",
        CamLayer: $"down_{Widths.Length - 1}",
        FeatureCount: Widths[^1],
        MinimumSize: 1 << Widths.Length, // instance normalisation needs more than one position
        Stages:
        [
            new("conv_0", "conv_0"),
            .. Enumerable.Range(1, Widths.Length - 1).Select(i => new NetworkStage($"down_{i}", $"down_{i}")),
            .. Enumerable.Range(1, Widths.Length - 1).Reverse().Select(i => new NetworkStage($"upcat_{i}", $"upcat_{i}")),
            new("head", "final_conv"),
        ])
    {
        Output = NetworkOutput.Maps,
        HeadReadsMaps = true,
    };

    private static Module<Tensor, Tensor> Twice(SpatialOps ops, long inputs, long outputs) => Sequential(
        ("conv_0", Unit(ops, inputs, outputs)), ("conv_1", Unit(ops, outputs, outputs)));

    private static Module<Tensor, Tensor> Unit(SpatialOps ops, long inputs, long outputs) => Sequential(
        ("conv", ops.Conv(inputs, outputs, 3, padding: 1)),
        ("adn", Sequential(("N", ops.InstanceNorm(outputs, affine: true)), ("A", LeakyReLU(0.1, inplace: true)))));

    /// <summary>Enlarges maps twice and joins them with the encoder's; a last row that the halving dropped is repeated.</summary>
    private sealed class Up : Block
    {
        private readonly Module<Tensor, Tensor> upsample, convs;

        public Up(SpatialOps ops, long inputs, long outputs, bool halves)
            : base("Up")
        {
            var enlarged = halves ? inputs / 2 : inputs;
            upsample = Child("upsample", Sequential(("deconv", ops.ConvTranspose(inputs, enlarged, 2, stride: 2))));
            convs = Child("convs", Twice(ops, outputs + enlarged, outputs));
        }

        public Tensor Join(Tensor low, Tensor skip)
        {
            using var scope = NewDisposeScope();
            var high = upsample.call(low);
            var missing = skip.shape[2..].Zip(high.shape[2..], (wanted, given) => wanted - given).Reverse(); // last axis first
            high = functional.pad(high, [.. missing.SelectMany(side => new[] { 0, side })], PaddingModes.Replicate);
            return call(cat([skip, high], 1)).MoveToOuterDisposeScope();
        }

        protected override Tensor Compute(Tensor input) => convs.call(input);
    }
}

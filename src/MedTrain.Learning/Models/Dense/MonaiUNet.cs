using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>MONAI's U-Net with residual units: five levels of 16 to 256 channels, strided convolutions down, transposed ones up.</summary>
/// <remarks>
/// Kerfoot et al., https://doi.org/10.1007/978-3-030-12029-0_40; layers and keys of https://github.com/Project-MONAI/MONAI,
/// networks/nets/unet.py.
/// </remarks>
public sealed class MonaiUNet : Network
{
    private const int Units = 2;

    private static readonly int[] Widths = [16, 32, 64, 128, 256];

    private readonly Level top;

    private MonaiUNet(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        top = Child("model", new Level(Ops, options.InputChannels, 0));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("monai_unet_3d", [1, 96, 96, 96]),
        Row("monai_unet_2d", [1, 224, 224]),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => top.Deepest(input); // [N, 256, D/16, H/16, W/16]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps);

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input) => Head.call(top.call(input)); // [N, outputs, D, H, W]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Level.Up(Ops, 2 * Widths[0], outputs, lastActivates: false);

    private static ModelRow Row(string name, long[] input) => new()
    {
        Name = name,
        Family = "MonaiUNet",
        Source = new("https://github.com/Project-MONAI/MONAI"),
        Inputs = [input],
        ReferenceOutputs = 2,
        Weights = WeightNaming.Monai,
        Create = (given, options) => new MonaiUNet(given, options),
    };

    private static NetworkAnatomy Anatomise()
    {
        var below = Enumerable.Range(0, Widths.Length).Select(i => string.Concat(Enumerable.Repeat(".1.submodule", i))).ToList();
        return new(
            FirstLayer: "model.0.conv.unit0.conv",
            Head: "model.2",
            CamLayer: $"model{below[^1]}",
            FeatureCount: Widths[^1],
            MinimumSize: 1 << Widths.Length, // instance normalisation needs more than one position
            Stages:
            [
                .. Enumerable.Range(0, Widths.Length - 1).Select(i => new NetworkStage($"down{i + 1}", $"model{below[i]}.0")),
                new("bottom", $"model{below[^1]}"),
                .. Enumerable.Range(1, Widths.Length - 2).Reverse().Select(i => new NetworkStage($"up{i + 1}", $"model{below[i]}.2")),
                new("head", "model.2"),
            ])
        {
            Output = NetworkOutput.Maps,
            HeadReadsMaps = true,
            SizeMultiple = 1 << (Widths.Length - 1),
        };
    }

    /// <summary>What is done at one size: down, everything smaller, joined with what went down, up (of the first level, the
    /// head).</summary>
    private sealed class Level : Block
    {
        private readonly Module<Tensor, Tensor> down, below;
        private readonly Module<Tensor, Tensor>? up;

        public Level(SpatialOps ops, long inputs, int depth)
            : base("Level")
        {
            var width = Widths[depth];
            down = Child("0", new MonaiUnits.Residual(ops, inputs, width, stride: 2, Units));
            var isLast = depth == Widths.Length - 2;
            below = isLast ? new MonaiUnits.Residual(ops, width, Widths[^1], stride: 1, Units) : new Level(ops, width, depth + 1);
            Place("1.submodule", below);
            up = depth == 0 ? null : Child("2", Up(ops, width + (isLast ? Widths[^1] : width), Widths[depth - 1], lastActivates: true));
        }

        public static Module<Tensor, Tensor> Up(SpatialOps ops, long inputs, long outputs, bool lastActivates) => Sequential(
            MonaiUnits.Enlargement(ops, inputs, outputs), new MonaiUnits.Residual(ops, outputs, outputs, stride: 1, units: 1,
                lastActivates));

        public Tensor Deepest(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = down.call(input);
            return (below is Level level ? level.Deepest(x) : below.call(x)).MoveToOuterDisposeScope();
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = down.call(input);
            x = cat([x, below.call(x)], 1);
            return (up?.call(x) ?? x).MoveToOuterDisposeScope();
        }
    }
}

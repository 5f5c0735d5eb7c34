using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// U-Net: an encoder of four halvings, a decoder that enlarges the maps again and joins them with the encoder's of the same size, logits of
/// each pixel. Maps of odd sides are padded to fit, so every size works.
/// </summary>
/// <remarks>Ronneberger et al., https://arxiv.org/abs/1505.04597; layers and keys of https://github.com/milesial/Pytorch-UNet.</remarks>
public sealed class UNet : Network
{
    private const int Width = 64, Depth = 4;

    private readonly Module<Tensor, Tensor> first;
    private readonly Module<Tensor, Tensor>[] downs;
    private readonly Up[] ups;

    private UNet(string name, NetworkOptions options, bool interpolates)
        : base(name, options, Anatomise(interpolates))
    {
        var half = interpolates ? 2 : 1; // interpolated maps keep their channels, so the decoder is given half as many
        first = Child("inc", Named("double_conv", Twice(options.InputChannels, Width, Width)));
        downs = [.. Enumerable.Range(0, Depth).Select(i => Child($"down{i + 1}",
            Down(Width << i, (Width << (i + 1)) / (i == Depth - 1 ? half : 1))))];
        ups =
        [
            .. Enumerable.Range(0, Depth).Select(i =>
            {
                var inputs = Width << (Depth - i);
                return Child($"up{i + 1}", new Up(Ops, inputs, inputs / 2 / (i == Depth - 1 ? 1 : half), interpolates));
            }),
        ];
        Child("outc", new Parts("outc"));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("unet_milesial", interpolates: false),
        Row("unet_milesial_bilinear", interpolates: true),
    ];

    /// <inheritdoc/>
    // [N, FeatureCount, H/16, W/16]
    protected override Tensor Maps(Tensor input) => downs.Aggregate(first.call(input), (x, down) => down.call(x));

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

        var x = ups.Aggregate(maps.Pop(), (low, up) => up.Join(low, maps.Pop())); // [N, 64, H, W]
        return Head.call(x); // [N, outputs, H, W]
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Ops.Conv(Width, outputs, 1);

    private static ModelRow Row(string name, bool interpolates) => new()
    {
        Name = name,
        Family = "UNet",
        Source = new("https://github.com/milesial/Pytorch-UNet"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        ReferenceOutputs = 2,
        Weights = WeightNaming.Published,
        Create = (given, options) => new UNet(given, options, interpolates),
    };

    private static NetworkAnatomy Anatomise(bool interpolates) => new(
        FirstLayer: "inc.double_conv.0",
        Head: "outc.conv",
        CamLayer: $"down{Depth}",
        FeatureCount: (Width << Depth) / (interpolates ? 2 : 1),
        MinimumSize: 1 << Depth,
        Stages:
        [
            new("inc", "inc"),
            .. Enumerable.Range(1, Depth).Select(i => new NetworkStage($"down{i}", $"down{i}")),
            .. Enumerable.Range(1, Depth).Select(i => new NetworkStage($"up{i}", $"up{i}")),
            new("head", "outc.conv"),
        ])
    {
        Output = NetworkOutput.Maps,
        HeadReadsMaps = true,
    };

    private static Module<Tensor, Tensor> Named(string name, Module<Tensor, Tensor> layer) => Sequential((name, layer));

    private Module<Tensor, Tensor> Down(long inputs, long outputs) =>
        Named("maxpool_conv", Sequential(Ops.MaxPool(2), Named("double_conv", Twice(inputs, outputs, outputs))));

    private Module<Tensor, Tensor> Twice(long inputs, long middle, long outputs) =>
        DoubleConv.Make(Ops, inputs, middle, outputs, ["0", "1", "2", "3", "4", "5"]);

    /// <summary>Enlarges maps twice and joins them with those of the encoder.</summary>
    private sealed class Up : Block
    {
        private readonly SpatialOps ops;
        private readonly Module<Tensor, Tensor>? enlarge;
        private readonly Module<Tensor, Tensor> conv;

        public Up(SpatialOps ops, long inputs, long outputs, bool interpolates)
            : base("Up")
        {
            this.ops = ops;
            enlarge = interpolates ? null : Child("up", ops.ConvTranspose(inputs, inputs / 2, 2, stride: 2));
            var twice = DoubleConv.Make(ops, inputs, interpolates ? inputs / 2 : outputs, outputs, ["0", "1", "2", "3", "4", "5"]);
            conv = Child("conv", Named("double_conv", twice));
        }

        /// <summary>Low maps <c>[N, c, h, w]</c> and the encoder's <c>[N, c', H, W]</c> to <c>[N, outputs, H, W]</c>.</summary>
        public Tensor Join(Tensor low, Tensor skip)
        {
            using var scope = NewDisposeScope();
            var high = enlarge?.call(low) ?? ops.Resize(low, [.. low.shape[2..].Select(side => 2 * side)], alignCorners: true);
            var missing = skip.shape[2..].Zip(high.shape[2..], (wanted, given) => wanted - given).Reverse(); // last axis first
            high = functional.pad(high, [.. missing.SelectMany(side => new[] { side / 2, side - (side / 2) })]);
            return call(cat([skip, high], 1)).MoveToOuterDisposeScope();
        }

        protected override Tensor Compute(Tensor input) => conv.call(input);
    }
}

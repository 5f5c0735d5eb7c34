using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// FiA-Net for brain age: two residual networks read the two channels of a volume (contrast and morphometry), attention fuses their maps at
/// four sizes. Instance normalisation has nothing to learn; the first convolution is 1×1. Of more channels each reads one half; a single
/// one is read by both.
/// </summary>
/// <remarks>
/// He et al., https://doi.org/10.1016/j.media.2021.102091; layers and keys of https://github.com/shengfly/FiAnet. The output is that of the
/// fusion; each residual network estimates by itself too, as auxiliary outputs that weigh as much as the main one in training.
/// </remarks>
public sealed class FiaNet : Network
{
    private static readonly int[] Widths = [64, 128, 256, 512], FusedWidths = [128, 256, 512, 512];

    private static readonly string[] PathwayHeads = ["net1.regression_3d", "net2.regression_3d"];

    private readonly int half; // of the channels
    private readonly Pathway first, second;
    private readonly Fusion[] fusions;

    private FiaNet(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        half = (options.InputChannels + 1) / 2;
        first = Child("net1", new Pathway(Ops, half));
        second = Child("net2", new Pathway(Ops, Math.Max(1, options.InputChannels - half)));
        Array.ForEach(PathwayHeads, AddAuxiliaryHead);
        fusions =
        [
            .. Widths.Select((width, i) => Child($"fus{i + 1}", new Fusion(Ops, width, FusedWidths[i], i == 0 ? 0 : width))),
        ];
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "fia_net",
            Family = "FiaNet",
            Source = new("https://github.com/shengfly/FiAnet"),
            Inputs = [[2, 64, 64, 64]],
            ReferenceOutputs = 1,
            Weights = WeightNaming.Published,
            Create = (name, options) => new FiaNet(name, options),
        },
    ];

    /// <summary>The fusion's output, beside those of the two pathways.</summary>
    public override NetworkOutputs TrainingOutputs(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (left, right) = (first.Maps(Left(input)), second.Maps(Right(input)));
        var main = Estimate(left, right).MoveToOuterDisposeScope();
        return new(main, [.. PathwayHeads.Zip([left[^1], right[^1]], (head, maps) =>
            AuxiliaryHead(head).call(Ops.GlobalAverage(maps)).MoveToOuterDisposeScope())]);
    }

    /// <summary>The outputs of both pathways, then the fusion's.</summary>
    public override IReadOnlyList<Tensor> ReferenceOutputs(Tensor input)
    {
        var outputs = TrainingOutputs(input);
        return [.. outputs.Auxiliary, outputs.Main];
    }

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => Fuse(first.Maps(Left(input)), second.Maps(Right(input)));

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(Halved(maps)); // [N, 512]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateAuxiliaryHead(string path, int outputs) => Linear(Widths[^1], outputs);

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "net1.conv3d_1.conv",
        Head: "regression_3d",
        CamLayer: "fus4",
        FeatureCount: FusedWidths[^1],
        MinimumSize: 16,
        Stages:
        [
            new("pathways", "net1.conv3d_1", "net2.conv3d_1"),
            .. Enumerable.Range(1, Widths.Length).Select(i =>
                new NetworkStage($"layer{i}", $"net1.conv3d_layer{i}", $"net2.conv3d_layer{i}", $"fus{i}")),
            new("head", "net1.regression_3d", "net2.regression_3d", "regression_3d"),
        ])
    {
        AuxiliaryHeads = PathwayHeads,
        AuxiliaryWeights = [1, 1],
        SizeMultiple = 8, // the fused maps are halved beside the pathways' strides
    };

    private Tensor Left(Tensor input) => input.narrow(1, 0, half);

    private Tensor Right(Tensor input) => input.shape[1] == 1 ? input : input.narrow(1, half, input.shape[1] - half);

    private Tensor Estimate(List<Tensor> left, List<Tensor> right)
    {
        var pooled = Pool(Fuse(left, right));
        return Head.call(Options.Dropout is > 0 and { } probability ? functional.dropout(pooled, probability, training) : pooled);
    }

    private Tensor Fuse(List<Tensor> left, List<Tensor> right)
    {
        var fused = fusions[0].Of(left[0], right[0], null);
        for (var i = 1; i < fusions.Length; i++)
        {
            fused = fusions[i].Of(left[i], right[i], Halved(fused));
        }

        return fused; // [N, 512, D/8, H/8, W/8]
    }

    private Tensor Halved(Tensor maps)
    {
        using var pool = Ops.MaxPool(2);
        return pool.call(maps);
    }

    /// <summary>A residual network of one channel.</summary>
    private sealed class Pathway : Block
    {
        private readonly Module<Tensor, Tensor> stem;
        private readonly Module<Tensor, Tensor>[] layers;

        public Pathway(SpatialOps ops, int inputs)
            : base("Pathway")
        {
            stem = Child("conv3d_1", Sequential(("conv", ops.Conv(inputs, Widths[0], 1, bias: false)), ("bn", ops.InstanceNorm(Widths[0])),
                ("relu", ReLU(inplace: true))));
            layers =
            [
                .. Widths.Select((width, i) => Child($"conv3d_layer{i + 1}", Sequential(
                    new Residual(ops, i == 0 ? width : Widths[i - 1], width, i == 0 ? 1 : 2), new Residual(ops, width, width, 1)))),
            ];
        }

        /// <summary>The maps after each layer.</summary>
        public List<Tensor> Maps(Tensor input)
        {
            var maps = new List<Tensor>();
            foreach (var layer in layers)
            {
                maps.Add(layer.call(maps.Count == 0 ? stem.call(input) : maps[^1]));
            }

            return maps;
        }

        protected override Tensor Compute(Tensor input) => Maps(input)[^1];
    }

    private sealed class Residual : Block
    {
        private readonly Module<Tensor, Tensor> conv1, bn1, conv2, bn2;
        private readonly Module<Tensor, Tensor>? downsample;

        public Residual(SpatialOps ops, long inputs, long outputs, int stride)
            : base("Residual")
        {
            conv1 = Child("conv1", ops.Conv(inputs, outputs, 3, stride, padding: 1, bias: false));
            bn1 = Child("bn1", ops.InstanceNorm(outputs));
            conv2 = Child("conv2", ops.Conv(outputs, outputs, 3, padding: 1, bias: false));
            bn2 = Child("bn2", ops.InstanceNorm(outputs));
            downsample = stride == 1 ? null : Child("downsample",
                Sequential(ops.Conv(inputs, outputs, 1, stride, bias: false), ops.InstanceNorm(outputs)));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = bn2.call(conv2.call(bn1.call(conv1.call(input)).relu()));
            return (x + (downsample?.call(input) ?? input)).relu().MoveToOuterDisposeScope();
        }
    }

    /// <summary>Joins the maps of both pathways in four ways, and what was fused before.</summary>
    private sealed class Fusion : Block
    {
        private readonly Module<Tensor, Tensor> conv, bn, conv2, bn2, gate, left1, left2, most1, most2;

        public Fusion(SpatialOps ops, long inputs, long outputs, long before)
            : base("Fusion")
        {
            conv = Child("conv", ops.Conv(4 * inputs, outputs, 3, padding: 1, bias: false));
            bn = Child("bn", ops.InstanceNorm(outputs));
            conv2 = Child("conv2", ops.Conv(outputs + before, outputs, 3, padding: 1, bias: false));
            bn2 = Child("bn2", ops.InstanceNorm(outputs));
            gate = Child("kernel_se_conv", ops.Conv(2 * inputs, inputs, 3, padding: 1));
            left1 = Child("convs1", ops.Conv(inputs, inputs, 3, padding: 1, bias: false));
            left2 = Child("convs2", ops.Conv(inputs, inputs, 3, padding: 1, bias: false));
            most1 = Child("convm1", ops.Conv(inputs, inputs, 3, padding: 1, bias: false));
            most2 = Child("convm2", ops.Conv(inputs, inputs, 3, padding: 1, bias: false));
        }

        /// <summary>Maps of both pathways <c>[N, inputs, …]</c> and of the fusion before, if any, to <c>[N, outputs, …]</c>.</summary>
        public Tensor Of(Tensor left, Tensor right, Tensor? before)
        {
            using var scope = NewDisposeScope();
            var share = gate.call(cat([left, right], 1)).sigmoid();
            var joined = cat(
                [
                    (share * left) + ((1 - share) * right),
                    left1.call(left).sigmoid() * right,
                    left2.call(right).sigmoid() * left,
                    maximum(most1.call(left), most2.call(right)),
                ],
                1);
            var fused = bn.call(conv.call(joined)).relu();
            return call(before is null ? fused : cat([fused, before], 1)).MoveToOuterDisposeScope();
        }

        protected override Tensor Compute(Tensor input) => bn2.call(conv2.call(input)).relu();
    }
}

using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// ClinicaDL's residual networks of whole brains: five residual blocks, each followed by overlapping max pooling, and two linear layers;
/// plain with ELU, or with squeeze-and-excitation and ReLU. They are built for one image size.
/// </summary>
/// <remarks>https://github.com/aramis-lab/clinicadl, networks ResNet3D and SqueezeExcitationCNN.</remarks>
public sealed class SubjectResNet : Network
{
    private const int Hidden = 256;

    private static readonly int[] Widths = [8, 16, 32, 64, 128];

    private readonly Module<Tensor, Tensor> blocks;
    private readonly List<Module<Tensor, Tensor>> trunk = [];

    private SubjectResNet(string name, NetworkOptions options, bool excites)
        : base(name, options, Anatomise(options, excites))
    {
        blocks = Child("convolutions", Sequential(
        [
            .. Widths.Select((width, i) => Sequential(
                new Residual(Ops, i == 0 ? options.InputChannels : Widths[i - 1], width, excites), Ops.MaxPool(3, stride: 2))),
        ]));
        var fc = Child("fc", new Parts("fc"));
        var (dropout, first) = (Dropout(options.Dropout ?? (excites ? 0.5 : 0.8)), Linear(Widths[^1] * MapsOf(options.InputSize!), Hidden));
        Module<Tensor, Tensor>[] layers = excites ? [Flatten(), dropout, first, ReLU()] : [Flatten(), first, ELU(), dropout];
        trunk.AddRange(layers.Select((layer, i) => fc.Add($"{i}", layer)));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("clinicadl_resnet3d", excites: false),
        Row("clinicadl_secnn3d", excites: true),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => blocks.call(input); // [N, 128, d, h, w]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => trunk.Through(maps); // [N, 256]

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input) => Head.call(Pool(Maps(input))); // the trunk has the dropout

    private static ModelRow Row(string name, bool excites) => new()
    {
        Name = name,
        Family = "SubjectResNet",
        Source = new("https://github.com/aramis-lab/clinicadl"),
        Inputs = [[1, 169, 208, 179]],
        ReferenceOutputs = 2,
        Weights = WeightNaming.Published,
        Create = (given, options) => new SubjectResNet(given, options, excites),
    };

    /// <summary>Positions of the last maps; windows of 3 with stride 2 take (n - 1) / 2.</summary>
    private static long MapsOf(IReadOnlyList<long> size)
    {
        var sides = size.Select(side => Widths.Aggregate(side, (before, _) => (before - 1) / 2)).ToList();
        return sides.All(side => side > 0)
            ? sides.Aggregate((a, b) => a * b)
            : throw new ArgumentException("This network halves its images five times: sides of at least 63 are needed, not "
                + $"[{string.Join(", ", size)}].");
    }

    private static NetworkAnatomy Anatomise(NetworkOptions options, bool excites) => new(
        FirstLayer: "convolutions.0.0.conv1",
        Head: "fc.4",
        CamLayer: "convolutions",
        FeatureCount: Hidden,
        MinimumSize: 63,
        Stages:
        [
            .. Enumerable.Range(0, Widths.Length).Select(i => new NetworkStage($"block{i + 1}", $"convolutions.{i}")),
            new("hidden", excites ? "fc.2" : "fc.1"),
            new("head", "fc.4"),
        ])
    {
        FixedSize = options.InputSize,
    };

    /// <summary>Two 3×3 convolutions beside a 1×1 convolution.</summary>
    private sealed class Residual : Block
    {
        private readonly Module<Tensor, Tensor> conv1, bn1, act1, conv2, bn2, shortcut, act2;
        private readonly Excitation? excitation;

        public Residual(SpatialOps ops, long inputs, long outputs, bool excites)
            : base("Residual")
        {
            conv1 = Child("conv1", ops.Conv(inputs, outputs, 3, padding: 1, bias: false));
            bn1 = Child("bn1", ops.BatchNorm(outputs));
            act1 = Child("act1", Activation(excites));
            conv2 = Child("conv2", ops.Conv(outputs, outputs, 3, padding: 1, bias: false));
            bn2 = Child("bn2", ops.BatchNorm(outputs));
            excitation = excites ? Child("se_block", new Excitation(ops, outputs)) : null;
            shortcut = Child("shortcut", Sequential(ops.Conv(inputs, outputs, 1, bias: false)));
            act2 = Child("act2", Activation(excites));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = bn2.call(conv2.call(act1.call(bn1.call(conv1.call(input)))));
            x = (excitation?.call(x) ?? x) + shortcut.call(input);
            return act2.call(x).MoveToOuterDisposeScope();
        }

        private static Module<Tensor, Tensor> Activation(bool excites) => excites ? ReLU() : ELU();
    }

    /// <summary>Weighs channels by a function of their means.</summary>
    private sealed class Excitation : Block
    {
        private const int Reduction = 8;

        private readonly SpatialOps ops;
        private readonly Module<Tensor, Tensor> fc1, fc2;

        public Excitation(SpatialOps ops, long channels)
            : base("Excitation")
        {
            this.ops = ops;
            fc1 = Child("fc1", Linear(channels, channels / Reduction));
            fc2 = Child("fc2", Linear(channels / Reduction, channels));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var weights = fc2.call(fc1.call(ops.GlobalAverage(input)).relu()).sigmoid(); // [N, C]
            long[] shape = [.. weights.shape, .. Enumerable.Repeat(1L, (int)ops.Dims)];
            return (input * weights.reshape(shape)).MoveToOuterDisposeScope();
        }
    }
}

using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Dual path networks: each block adds to some channels as a ResNet and appends others as a DenseNet. Keys are timm's, where normalisation
/// and ReLU come before each convolution; in 3D every kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>Chen et al., Dual Path Networks, https://arxiv.org/abs/1707.01629.</remarks>
public sealed class DualPathNetwork : Network
{
    private const double Eps = 1e-3;

    private readonly Module<Tensor, Tensor> conv, norm, pool, last;
    private readonly Module<Tensor, Tensor>[] blocks;

    private DualPathNetwork(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        var kernel = variant.IsSmall ? 3 : 7;
        conv = Place("features.conv1_1.conv", Ops.Conv(options.InputChannels, variant.Stem, kernel, 2, kernel / 2, bias: false));
        norm = Place("features.conv1_1.bn", Ops.BatchNorm(variant.Stem, Eps));
        pool = Ops.MaxPool(3, 2, 1);
        var (all, inputs) = (new List<Module<Tensor, Tensor>>(), variant.Stem);
        for (var stage = 0; stage < 4; stage++)
        {
            for (var i = 0; i < variant.Depths[stage]; i++)
            {
                all.Add(Place($"features.conv{stage + 2}_{i + 1}", new DualPathBlock(Ops, inputs, stage, projects: i == 0, variant)));
                inputs = i == 0 ? variant.Width(stage) + (3 * variant.Growths[stage]) : inputs + variant.Growths[stage];
            }
        }

        blocks = [.. all];
        last = Place("features.conv5_bn_ac", new NormActivation(Ops, inputs));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("timm_dpn68", new([3, 4, 12, 3], [16, 32, 32, 64], 128, 32, 10) { IsSmall = true }),
        Row("timm_dpn92", new([3, 4, 20, 3], [16, 32, 24, 128], 96, 32, 64)),
        Row("timm_dpn98", new([3, 6, 20, 3], [16, 32, 32, 128], 160, 40, 96)),
        Row("timm_dpn131", new([4, 8, 28, 3], [16, 32, 32, 128], 160, 40, 128)),
        Row("timm_dpn107", new([4, 8, 20, 3], [20, 64, 64, 128], 200, 50, 128)),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input)
    {
        var x = pool.call(norm.call(conv.call(input)).relu_()); // [N, stem, H/4, W/4]
        return last.call(blocks.Through(x)); // [N, FeatureCount, H/32, W/32]
    }

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input)
    {
        var pooled = Embed(input); // [N, FeatureCount]
        return Classify(pooled.reshape([.. pooled.shape, .. Enumerable.Repeat(1L, (int)Options.Dims)])).flatten(1);
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Ops.Conv(Anatomy.FeatureCount, outputs, 1);

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "DPN",
        Source = new("https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/dpn.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = WeightNaming.Timm,
        Statistics = new([124 / 255.0, 117 / 255.0, 104 / 255.0], [.. Enumerable.Repeat(1 / (0.0167 * 255), 3)]),
        Create = (name, options) => new DualPathNetwork(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(Variant variant) => new(
        FirstLayer: "features.conv1_1.conv",
        Head: "classifier",
        CamLayer: "features.conv5_bn_ac",
        FeatureCount: variant.Width(3) + (variant.Growths[3] * (variant.Depths[3] + 2)),
        MinimumSize: 1,
        Stages:
        [
            new("conv1", "features.conv1_1"),
            .. Enumerable.Range(0, 4).Select(stage => new NetworkStage(
                $"conv{stage + 2}", [.. Enumerable.Range(1, variant.Depths[stage]).Select(i => $"features.conv{stage + 2}_{i}")])),
            new("norm", "features.conv5_bn_ac"),
            new("head", "classifier"),
        ])
    {
        HeadReadsMaps = true,
    };

    /// <summary>
    /// What tells the variants apart: blocks and appended channels of each stage, width of the first bottleneck, groups, first channels.
    /// </summary>
    private sealed record Variant(int[] Depths, int[] Growths, int Bottleneck, int Groups, int Stem)
    {
        public bool IsSmall { get; init; }

        /// <summary>Channels of the residual path.</summary>
        public int Width(int stage) => (IsSmall ? 64 : 256) << stage;

        /// <summary>Channels of the grouped convolution.</summary>
        public int Middle(int stage) => Bottleneck << stage;
    }

    /// <summary>Batch normalisation and ReLU, with the key <c>bn</c>.</summary>
    private sealed class NormActivation : Block
    {
        private readonly Module<Tensor, Tensor> bn;

        public NormActivation(SpatialOps ops, long channels)
            : base("NormActivation") => bn = Child("bn", ops.BatchNorm(channels, Eps));

        protected override Tensor Compute(Tensor input) => bn.call(input).relu_();
    }

    /// <summary>A block that reads and gives the residual channels followed by the appended ones.</summary>
    private sealed class DualPathBlock : Block
    {
        private readonly long width;
        private readonly Module<Tensor, Tensor>? project;
        private readonly Module<Tensor, Tensor>[] branch;

        public DualPathBlock(SpatialOps ops, long inputs, int stage, bool projects, Variant variant)
            : base("DualPathBlock")
        {
            width = variant.Width(stage);
            var (growth, middle, stride) = (variant.Growths[stage], variant.Middle(stage), projects && stage > 0 ? 2 : 1);
            project = projects ? Child($"c1x1_w_s{stride}", Step(ops, inputs, width + (2 * growth), 1, stride)) : null;
            branch =
            [
                Child("c1x1_a", Step(ops, inputs, middle, 1)),
                Child("c3x3_b", Step(ops, middle, middle, 3, stride, variant.Groups)),
                Child("c1x1_c", Step(ops, middle, width + growth, 1)),
            ];
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var kept = project?.call(input) ?? input;
            var x = branch.Through(input); // [N, width + growth, …]
            var residual = kept.narrow(1, 0, width) + x.narrow(1, 0, width);
            var dense = cat([kept.narrow(1, width, kept.shape[1] - width), x.narrow(1, width, x.shape[1] - width)], 1);
            return cat([residual, dense], 1).MoveToOuterDisposeScope();
        }

        private static TorchSharp.Modules.Sequential Step(
            SpatialOps ops, long inputs, long outputs, int kernel, int stride = 1, int groups = 1) => Sequential(
            ("bn", ops.BatchNorm(inputs, Eps)),
            ("act", ReLU(inplace: true)),
            ("conv", ops.Conv(inputs, outputs, kernel, stride, kernel / 2, groups: groups, bias: false)));
    }
}

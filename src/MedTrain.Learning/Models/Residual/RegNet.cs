using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Networks whose widths and depths follow from a straight line: X of bottlenecks with grouped convolutions, Y with squeeze and excitation
/// too. Keys are torchvision's or timm's; in 3D every kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>Radosavovic et al., Designing Network Design Spaces, https://arxiv.org/abs/2003.13678.</remarks>
public sealed class RegNet : Network
{
    private readonly Module<Tensor, Tensor>[] layers;

    private RegNet(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        var keys = variant.Keys;
        var all = new List<Module<Tensor, Tensor>> { Child(
            "stem", keys.ConvNorm(Ops, options.InputChannels, 32, 3, 2).append("act", ReLU(inplace: true))) };
        var inputs = 32L;
        foreach (var (stage, (width, depth)) in variant.Stages().Index())
        {
            for (var i = 0; i < depth; i++, inputs = width)
            {
                all.Add(Place(keys.Block(stage + 1, i), new RegNetBlock(Ops, inputs, width, i == 0 ? 2 : 1, variant)));
            }
        }

        layers = [.. all];
        if (keys.IsTimm)
        {
            WeightInit.KaimingNormalPerGroup(this);
        }
        else
        {
            WeightInit.Convolutions(this, weight => init.normal_(weight, 0, Math.Sqrt(2.0 / (weight.shape[0] * weight[0, 0].numel()))));
        }

        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("regnet_x_400mf", new(22, 24, 24.48, 2.54, 16)),
        Row("regnet_x_800mf", new(16, 56, 35.73, 2.28, 16)),
        Row("regnet_x_1_6gf", new(18, 80, 34.01, 2.25, 24)),
        Row("regnet_x_3_2gf", new(25, 88, 26.31, 2.25, 48)),
        Row("regnet_x_8gf", new(23, 80, 49.56, 2.88, 120)),
        Row("regnet_x_16gf", new(22, 216, 55.59, 2.1, 128)),
        Row("regnet_x_32gf", new(23, 320, 69.86, 2.0, 168)),
        Row("regnet_y_400mf", new(16, 48, 27.89, 2.09, 8, Squeezes: true)),
        Row("regnet_y_800mf", new(14, 56, 38.84, 2.4, 16, Squeezes: true)),
        Row("regnet_y_1_6gf", new(27, 48, 20.71, 2.65, 24, Squeezes: true)),
        Row("regnet_y_3_2gf", new(21, 80, 42.63, 2.66, 24, Squeezes: true)),
        Row("regnet_y_8gf", new(17, 192, 76.82, 2.19, 56, Squeezes: true)),
        Row("regnet_y_16gf", new(18, 200, 106.23, 2.48, 112, Squeezes: true)),
        Row("regnet_y_32gf", new(20, 232, 115.89, 2.53, 232, Squeezes: true)),
        Row("regnet_y_128gf", new(27, 456, 160.83, 2.52, 264, Squeezes: true)),
        Row("timm_regnetx_002", new(13, 24, 36.44, 2.49, 8) { Keys = Keys.Timm }),
        Row("timm_regnety_002", new(13, 24, 36.44, 2.49, 8, Squeezes: true) { Keys = Keys.Timm }),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => layers.Through(input); // [N, FeatureCount, H/32, W/32]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        init.normal_(head.weight, 0, 0.01);
        init.zeros_(head.bias!);
        return head;
    }

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "RegNet",
        Source = new(variant.Keys.IsTimm
            ? "https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/regnet.py"
            : "https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/regnet.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = variant.Keys.IsTimm ? WeightNaming.Timm : WeightNaming.Torchvision,
        Statistics = ChannelStatistics.ImageNet,
        Create = (name, options) => new RegNet(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(Variant variant)
    {
        var (keys, last) = (variant.Keys, variant.Stages()[^1]);
        return new(
            FirstLayer: $"stem.{keys.Conv}",
            Head: keys.Head,
            CamLayer: keys.Block(4, last.Depth - 1),
            FeatureCount: last.Width,
            MinimumSize: 1,
            Stages:
            [
                new("stem", "stem"),
                .. Enumerable.Range(1, 4).Select(stage => new NetworkStage($"stage{stage}", keys.Stage(stage))),
                new("head", keys.Head),
            ]);
    }

    /// <summary>The line that widths follow, in the paper's letters: depth, w₀, wₐ, wₘ and the width of a group.</summary>
    private sealed record Variant(int Depth, int Initial, double Slope, double Step, int Group, bool Squeezes = false)
    {
        public Keys Keys { get; init; } = Keys.Torchvision;

        /// <summary>
        /// Widths are powers of the step that lie nearest to the line, in multiples of 8 and of the group; equal ones are a stage.
        /// </summary>
        public IReadOnlyList<(int Width, int Depth)> Stages() =>
        [
            .. Enumerable.Range(0, Depth)
                .Select(i => Math.Round(Math.Log((Initial + (Slope * i)) / Initial) / Math.Log(Step)))
                .Select(power => (int)Math.Round(Initial * Math.Pow(Step, power) / 8) * 8)
                .GroupBy(width => width)
                .Select(stage => (Divisible(stage.Key, Math.Min(Group, stage.Key)), stage.Count())),
        ];

        public int GroupsOf(long width) => (int)(width / Math.Min(Group, width));

        // The nearest multiple, but not below nine tenths.
        private static int Divisible(int width, int by)
        {
            var nearest = Math.Max(by, (width + (by / 2)) / by * by);
            return nearest < 0.9 * width ? nearest + by : nearest;
        }
    }

    /// <summary>How a reference names its parts.</summary>
    private sealed record Keys(
        bool IsTimm, Func<int, string> Stage, string BlockOfStage, string A, string B, string Squeeze, string C, string Shortcut,
        string Conv, string Norm, string Head)
    {
        public static Keys Torchvision { get; } = new(
            false, stage => $"trunk_output.block{stage}", "block{0}-{1}", "f.a", "f.b", "f.se", "f.c", "proj", "0", "1", "fc");

        public static Keys Timm { get; } = new(
            true, stage => $"s{stage}", "b{2}", "conv1", "conv2", "se", "conv3", "downsample", "conv", "bn", "head.fc");

        public string Block(int stage, int index) =>
            $"{Stage(stage)}.{string.Format(System.Globalization.CultureInfo.InvariantCulture, BlockOfStage, stage, index, index + 1)}";

        public TorchSharp.Modules.Sequential ConvNorm(
            SpatialOps ops, long inputs, long outputs, int kernel, int stride = 1, int groups = 1) =>
            Sequential(
                (Conv, ops.Conv(inputs, outputs, kernel, stride, kernel / 2, groups: groups, bias: false)), (Norm, ops.BatchNorm(outputs)));
    }

    /// <summary>1×1, grouped 3×3, (squeeze and excitation,) 1×1, beside a shortcut.</summary>
    private sealed class RegNetBlock : Block
    {
        private readonly Module<Tensor, Tensor> a, b, c;
        private readonly Module<Tensor, Tensor>? squeeze, shortcut;

        public RegNetBlock(SpatialOps ops, long inputs, long width, int stride, Variant variant)
            : base("RegNetBlock")
        {
            var keys = variant.Keys;
            shortcut = inputs != width || stride != 1 ? keys.ConvNorm(ops, inputs, width, 1, stride) : null;
            if (shortcut is not null && !keys.IsTimm)
            {
                Child(keys.Shortcut, shortcut);
            }

            a = Place(keys.A, keys.ConvNorm(ops, inputs, width, 1));
            b = Place(keys.B, keys.ConvNorm(ops, width, width, 3, stride, variant.GroupsOf(width)));
            squeeze = variant.Squeezes
                ? Place(keys.Squeeze, new SqueezeExcite(
                    ops, width, inputs / 4, SqueezeExcite.TorchvisionNames, () => ReLU(inplace: true), () => Sigmoid()))
                : null;
            var last = keys.ConvNorm(ops, width, width, 1);
            c = Place(keys.C, last);
            if (shortcut is not null && keys.IsTimm)
            {
                Child(keys.Shortcut, shortcut);
            }

            if (keys.IsTimm)
            {
                init.zeros_(last.get_parameter("bn.weight")!); // a block begins as its shortcut
            }
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = b.call(a.call(input).relu_()).relu_();
            x = c.call(squeeze?.call(x) ?? x);
            return (x + (shortcut?.call(input) ?? input)).relu_().MoveToOuterDisposeScope();
        }
    }
}

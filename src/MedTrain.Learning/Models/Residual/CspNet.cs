using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Cross stage partial networks: half of a stage's channels pass it untouched and meet the other half at its end. Keys are timm's; in 3D
/// every kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>Wang et al., CSPNet: A New Backbone that can Enhance Learning Capability of CNN, https://arxiv.org/abs/1911.11929.</remarks>
public sealed class CspNet : Network
{
    private readonly Module<Tensor, Tensor>[] layers;

    private CspNet(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        var inputs = variant.IsDark ? 32 : 64;
        var all = new List<Module<Tensor, Tensor>>
        {
            Place("stem.conv1", ConvNormAct(Ops, options.InputChannels, inputs, variant.IsDark ? 3 : 7, variant.IsDark ? 1 : 2)),
        };
        if (!variant.IsDark)
        {
            all.Add(Place("stem.pool", Ops.MaxPool(3, 2, 1)));
        }

        foreach (var (i, stage) in variant.Stages.Index())
        {
            all.Add(Place($"stages.{i}", new CrossStage(Ops, inputs, halves: variant.IsDark || i > 0, stage, variant)));
            inputs = stage.Outputs;
        }

        layers = [.. all];
        WeightInit.KaimingNormalConvolutions(this, init.FanInOut.FanOut);
        foreach (var block in ModuleTree.Walk(this).Select(entry => entry.Module).OfType<CspBlock>())
        {
            block.BeginAsShortcut();
        }

        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("timm_cspresnet50", new([new(128, 3, 2, 1, 0.5), new(256, 3, 2, 1, 0.5), new(512, 5, 2, 1, 0.5), new(1024, 2, 2, 1, 0.5)])),
        Row("timm_cspresnext50", new(
            [new(256, 3, 1, 0.5, 1), new(512, 3, 1, 0.5, 1), new(1024, 5, 1, 0.5, 1), new(2048, 2, 1, 0.5, 1)], Groups: 32)),
        Row("timm_cspdarknet53", new(
            [new(64, 1, 2, 1, 0.5), new(128, 2, 1, 0.5, 1), new(256, 8, 1, 0.5, 1), new(512, 8, 1, 0.5, 1),
                new(1024, 4, 1, 0.5, 1)], IsDark: true)),
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
        Family = "CSPNet",
        Source = new("https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/cspnet.py"),
        Inputs = [[3, 256, 256], [1, 96, 96, 96]],
        Weights = WeightNaming.Timm,
        Statistics = ChannelStatistics.ImageNet,
        Create = (name, options) => new CspNet(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(Variant variant) => new(
        FirstLayer: "stem.conv1.conv",
        Head: "head.fc",
        CamLayer: $"stages.{variant.Stages.Length - 1}",
        FeatureCount: variant.Stages[^1].Outputs,
        MinimumSize: 1,
        Stages:
        [
            new("stem", "stem"),
            .. Enumerable.Range(0, variant.Stages.Length).Select(stage => new NetworkStage($"stage{stage + 1}", $"stages.{stage}")),
            new("head", "head"),
        ]);

    private static Sequential ConvNormAct(
        SpatialOps ops, long inputs, long outputs, int kernel, int stride = 1, int groups = 1, bool activates = true)
    {
        var layers = Sequential(
            ("conv", ops.Conv(inputs, outputs, kernel, stride, kernel / 2, groups: groups, bias: false)), ("bn", ops.BatchNorm(outputs)));
        return activates ? layers.append("act", LeakyReLU(0.01, inplace: true)) : layers;
    }

    /// <summary>What tells the variants apart; a dark one has blocks of two convolutions as Darknet has.</summary>
    private sealed record Variant(Stage[] Stages, int Groups = 1, bool IsDark = false);

    /// <summary>
    /// Channels and blocks of a stage; the channels that are split, of a block and of its middle as multiples of what they come from.
    /// </summary>
    private sealed record Stage(int Outputs, int Depth, double Expansion, double BlockRatio, double MiddleRatio);

    /// <summary>Halve the map, widen it, send half of the channels through the blocks, join.</summary>
    private sealed class CrossStage : Block
    {
        private readonly long half;
        private readonly Module<Tensor, Tensor>? down;
        private readonly Module<Tensor, Tensor> expand, join;
        private readonly Module<Tensor, Tensor>[] branch;

        public CrossStage(SpatialOps ops, long inputs, bool halves, Stage stage, Variant variant)
            : base("CrossStage")
        {
            var (wide, width) = ((long)(stage.Outputs * stage.Expansion), (long)(stage.Outputs * stage.BlockRatio));
            half = wide / 2;
            var channels = variant.IsDark ? stage.Outputs : inputs;
            down = halves ? Child("conv_down", ConvNormAct(ops, inputs, channels, 3, 2, variant.Groups)) : null;
            expand = Child("conv_exp", ConvNormAct(ops, channels, wide, 1, activates: variant.IsDark));
            var blocks = Enumerable.Range(0, stage.Depth).Select(
                i => Place($"blocks.{i}", new CspBlock(ops, i == 0 ? half : width, width, stage, variant)));
            branch = [.. blocks, Child("conv_transition_b", ConvNormAct(ops, width, half, 1))];
            join = Child("conv_transition", ConvNormAct(ops, wide, stage.Outputs, 1));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = expand.call(down?.call(input) ?? input); // [N, wide, …]
            return join.call(cat([x.narrow(1, 0, half), branch.Through(x.narrow(1, half, half))], 1)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>1×1, 3×3 and, unless dark, 1×1, beside a shortcut; a dark block is not activated after the sum.</summary>
    private sealed class CspBlock : Block
    {
        private readonly bool isDark;
        private readonly Sequential[] convolutions;

        public CspBlock(SpatialOps ops, long inputs, long outputs, Stage stage, Variant variant)
            : base("CspBlock")
        {
            isDark = variant.IsDark;
            var middle = (long)(outputs * stage.MiddleRatio);
            var first = Child("conv1", ConvNormAct(ops, inputs, middle, 1));
            var second = Child("conv2", ConvNormAct(ops, middle, isDark ? outputs : middle, 3, groups: variant.Groups));
            convolutions = isDark
                ? [first, second]
                : [first, second, Child("conv3", ConvNormAct(ops, middle, outputs, 1, activates: false))];
        }

        public void BeginAsShortcut() => init.zeros_(convolutions[^1].get_parameter("bn.weight")!);

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var sum = convolutions.Through(input) + input;
            return (isDark ? sum : sum.leaky_relu_(0.01)).MoveToOuterDisposeScope();
        }
    }
}

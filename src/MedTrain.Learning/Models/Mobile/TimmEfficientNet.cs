using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// MobileNets and EfficientNet as timm builds them, from one description of depthwise separable and inverted residual blocks, with its
/// state-dict keys; in 3D every kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>
/// Howard et al., MobileNets, https://arxiv.org/abs/1704.04861, and Searching for MobileNetV3, https://arxiv.org/abs/1905.02244;
/// Tan and Le, EfficientNet, https://arxiv.org/abs/1905.11946.
/// </remarks>
public sealed class TimmEfficientNet : Network
{
    private readonly Module<Tensor, Tensor>[] trunk, end;

    private TimmEfficientNet(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        List<Module<Tensor, Tensor>> layers =
        [
            Child("conv_stem", Ops.Conv(options.InputChannels, variant.Stem, 3, stride: 2, padding: 1, bias: false)),
            Child("bn1", Ops.BatchNorm(variant.Stem)),
            Child("act1", variant.Activation()),
        ];
        var (inputs, blocks) = (variant.Stem, Sequential());
        foreach (var stage in variant.Stages)
        {
            var chain = Sequential();
            foreach (var step in stage)
            {
                chain.append(Unit(inputs, step, variant));
                inputs = step.Width;
            }

            blocks.append(chain);
        }

        layers.Add(Child("blocks", blocks));
        if (variant.Head == HeadConvolution.OnMaps)
        {
            layers.Add(Child("conv_head", Ops.Conv(inputs, variant.FeatureCount, 1, bias: false)));
            layers.Add(Child("bn2", Ops.BatchNorm(variant.FeatureCount)));
            layers.Add(Child("act2", variant.Activation()));
        }

        trunk = [.. layers];
        var average = Child("global_pool", Ops.AdaptiveAvgPool(1));
        end = variant.Head == HeadConvolution.OnMeans
            ? [average, Child("conv_head", Ops.Conv(inputs, variant.FeatureCount, 1)), Child("act2", variant.Activation())]
            : [average];
        WeightInit.KaimingNormalPerGroup(this);
        AddHead();
    }

    /// <summary>The layers of a block.</summary>
    private enum Kind
    {
        /// <summary>A convolution.</summary>
        Plain,

        /// <summary>A depthwise convolution and a linear 1×1 one.</summary>
        Separable,

        /// <summary>A depthwise convolution and a 1×1 one, both activated, without shortcut.</summary>
        SeparableActivated,

        /// <summary>A 1×1 convolution that widens, a depthwise one, and a linear 1×1 one that narrows.</summary>
        Inverted,
    }

    /// <summary>Where the last 1×1 convolution is.</summary>
    private enum HeadConvolution
    {
        /// <summary>Nowhere.</summary>
        None,

        /// <summary>Before the mean over each map.</summary>
        OnMaps,

        /// <summary>After it.</summary>
        OnMeans,
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("timm_mobilenetv1_100", "MobileNet", "efficientnet", ChannelStatistics.Half, new(32, 1024, HeadConvolution.None)
        {
            Activation = () => ReLU6(inplace: true),
            Stages =
            [
                [Activated(1, 64)],
                [Activated(2, 128), Activated(1, 128)],
                [Activated(2, 256), Activated(1, 256)],
                [Activated(2, 512), .. Enumerable.Repeat(Activated(1, 512), 5)],
                [Activated(2, 1024), Activated(1, 1024)],
            ],
        }),
        Row("timm_mobilenetv3_large_100", "MobileNet", "mobilenetv3", ChannelStatistics.ImageNet, new(16, 1280, HeadConvolution.OnMeans)
        {
            Activation = () => Hardswish(inplace: true),
            SqueezedOf = (_, hidden) => ChannelCount.Rounded(hidden / 4.0),
            SqueezeActivation = () => ReLU(inplace: true),
            Gate = () => Hardsigmoid(),
            Stages =
            [
                [new(Kind.Separable, 3, 1, 16) { Relu = true }],
                [Inverted(3, 2, 24, 4) with { Relu = true }, Inverted(3, 1, 24, 3) with { Relu = true }],
                [.. Enumerable.Range(0, 3).Select(i => Inverted(5, i == 0 ? 2 : 1, 40, 3) with { Relu = true, Excited = true })],
                [Inverted(3, 2, 80, 6), Inverted(3, 1, 80, 2.5), Inverted(3, 1, 80, 2.3), Inverted(3, 1, 80, 2.3)],
                [Inverted(3, 1, 112, 6) with { Excited = true }, Inverted(3, 1, 112, 6) with { Excited = true }],
                [.. Enumerable.Range(0, 3).Select(i => Inverted(5, i == 0 ? 2 : 1, 160, 6) with { Excited = true })],
                [new(Kind.Plain, 1, 1, 960)],
            ],
        }),
        Row("timm_efficientnet_b0", "EfficientNet", "efficientnet", ChannelStatistics.ImageNet, new(32, 1280, HeadConvolution.OnMaps)
        {
            Activation = () => SiLU(inplace: true),
            Stages =
            [
                [new(Kind.Separable, 3, 1, 16) { Excited = true }],
                ExcitedStage(3, 2, 24, 2), ExcitedStage(5, 2, 40, 2), ExcitedStage(3, 2, 80, 3),
                ExcitedStage(5, 1, 112, 3), ExcitedStage(5, 2, 192, 4), ExcitedStage(3, 1, 320, 1),
            ],
        }),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => trunk.Through(input); // [N, 320 to 1280, H/32, W/32]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => end.Through(maps).flatten(1); // [N, FeatureCount]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var (head, bound) = (Linear(Anatomy.FeatureCount, outputs), 1 / Math.Sqrt(outputs));
        WeightInit.Linears(head, weight => init.uniform_(weight, -bound, bound));
        return head;
    }

    private static ModelRow Row(string name, string family, string source, ChannelStatistics statistics, Variant variant) => new()
    {
        Name = name,
        Family = family,
        Source = new($"https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/{source}.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = WeightNaming.Timm,
        Statistics = statistics,
        Create = (name, options) => new TimmEfficientNet(name, options, variant),
    };

    private static Step[] ExcitedStage(int kernel, int stride, int width, int repeats) =>
        [.. Enumerable.Range(0, repeats).Select(i => Inverted(kernel, i == 0 ? stride : 1, width, 6) with { Excited = true })];

    private static Step Activated(int stride, int width) => new(Kind.SeparableActivated, 3, stride, width);

    private static Step Inverted(int kernel, int stride, int width, double expansion) =>
        new(Kind.Inverted, kernel, stride, width, expansion);

    private static NetworkAnatomy Anatomise(Variant variant) => new(
        FirstLayer: "conv_stem",
        Head: "classifier",
        CamLayer: variant.Head == HeadConvolution.OnMaps ? "act2" : "blocks",
        FeatureCount: variant.FeatureCount,
        MinimumSize: 1,
        Stages:
        [
            new("stem", "conv_stem", "bn1"),
            .. variant.Stages.Select((_, stage) => new NetworkStage($"blocks{stage}", $"blocks.{stage}")),
            .. variant.Head == HeadConvolution.None ? Array.Empty<NetworkStage>() : [new("conv_head", "conv_head", "bn2")],
            new("head", "classifier"),
        ]);

    private Module<Tensor, Tensor> Unit(int inputs, Step step, Variant variant)
    {
        var activation = step.Relu ? () => ReLU(inplace: true) : variant.Activation;
        var hidden = step.Kind == Kind.Inverted ? ChannelCount.Rounded(inputs * step.Expansion) : inputs;
        var (layers, norms) = (new List<(string, Module<Tensor, Tensor>)>(), 0);
        void Add(string name, Module<Tensor, Tensor> conv, int width, bool isActivated)
        {
            norms++;
            layers.AddRange([(name, conv), ($"bn{norms}", Ops.BatchNorm(width))]);
            if (isActivated)
            {
                layers.Add(($"act{norms}", activation()));
            }
        }

        if (step.Kind == Kind.Plain)
        {
            var conv = Ops.Conv(inputs, step.Width, step.Kernel, step.Stride, step.Kernel / 2, bias: false);
            Add("conv", conv, step.Width, isActivated: true);
            return Sequential(layers);
        }

        if (step.Kind == Kind.Inverted)
        {
            Add("conv_pw", Ops.Conv(inputs, hidden, 1, bias: false), hidden, isActivated: true);
        }

        var depthwise = Ops.Conv(hidden, hidden, step.Kernel, step.Stride, step.Kernel / 2, groups: hidden, bias: false);
        Add("conv_dw", depthwise, hidden, isActivated: true);
        if (step.Excited)
        {
            var (squeezed, between) = (variant.SqueezedOf(inputs, hidden), variant.SqueezeActivation ?? variant.Activation);
            layers.Add(("se", new SqueezeExcite(Ops, hidden, squeezed, SqueezeExcite.TimmNames, between, variant.Gate)));
        }

        var isWide = step.Kind == Kind.SeparableActivated;
        Add(step.Kind == Kind.Inverted ? "conv_pwl" : "conv_pw", Ops.Conv(hidden, step.Width, 1, bias: false), step.Width, isWide);
        var isAdded = step.Stride == 1 && inputs == step.Width && !isWide;
        return isAdded ? new ResidualChain(layers) : Sequential(layers);
    }

    /// <summary>A block of a stage.</summary>
    /// <param name="Kind">Its layers.</param>
    /// <param name="Kernel">The depthwise convolution's.</param>
    /// <param name="Stride">The depthwise convolution's.</param>
    /// <param name="Width">The channels it gives.</param>
    /// <param name="Expansion">How much wider an inverted block is inside.</param>
    private sealed record Step(Kind Kind, int Kernel, int Stride, int Width, double Expansion = 1)
    {
        /// <summary>With squeeze-and-excitation.</summary>
        public bool Excited { get; init; }

        /// <summary>With ReLU in place of the network's activation.</summary>
        public bool Relu { get; init; }
    }

    /// <summary>What tells the variants apart.</summary>
    private sealed record Variant(int Stem, int FeatureCount, HeadConvolution Head)
    {
        /// <summary>Makes the activation.</summary>
        public required Func<Module<Tensor, Tensor>> Activation { get; init; }

        /// <summary>The blocks of each stage.</summary>
        public required IReadOnlyList<IReadOnlyList<Step>> Stages { get; init; }

        /// <summary>Channels in and inside a block to those between squeeze and excitation.</summary>
        public Func<int, int, int> SqueezedOf { get; init; } = (inputs, _) => inputs / 4;

        /// <summary>The activation between squeeze and excitation, if not the network's.</summary>
        public Func<Module<Tensor, Tensor>>? SqueezeActivation { get; init; }

        /// <summary>The gate of the excitation.</summary>
        public Func<Module<Tensor, Tensor>> Gate { get; init; } = Sigmoid;
    }

    /// <summary>Layers whose output is added to their input; each is a child of its own.</summary>
    private sealed class ResidualChain : Block
    {
        private readonly Module<Tensor, Tensor>[] layers;

        public ResidualChain(IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> layers)
            : base(nameof(ResidualChain)) =>
            this.layers = [.. layers.Select(layer => Child(layer.Name, layer.Layer))];

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            return layers.Through(input).add(input).MoveToOuterDisposeScope();
        }
    }
}

using MedTrain.Learning.Layers;
using MedTrain.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Deep residual networks and their wider relatives, with the stride in the 3×3 convolution ("v1.5") and state-dict keys of torchvision;
/// in 3D every kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>
/// He et al., Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385.
/// Xie et al., Aggregated Residual Transformations (ResNeXt), https://arxiv.org/abs/1611.05431.
/// Zagoruyko and Komodakis, Wide Residual Networks, https://arxiv.org/abs/1605.07146.
/// </remarks>
public sealed class ResNet : Network
{
    private readonly Module<Tensor, Tensor> conv1, bn1, relu, maxpool, avgpool;
    private readonly Module<Tensor, Tensor>[] layers;
    private readonly Module<Tensor, Tensor>? hidden;
    private readonly bool zeroHeadBias;

    private ResNet(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        conv1 = Child("conv1", Ops.Conv(options.InputChannels, 64, 7, stride: variant.IsMonai ? 1 : 2, padding: 3, bias: false));
        bn1 = Child("bn1", Ops.BatchNorm(64));
        relu = Child("relu", ReLU(inplace: true));
        maxpool = Child("maxpool", Ops.MaxPool(3, stride: 2, padding: 1));
        zeroHeadBias = variant.IsMonai;
        var inputs = 64L;
        layers = [.. variant.Depths.Select((depth, i) => Child($"layer{i + 1}",
            Layer(Ops, variant, depth, 64 << i, i == 0 ? 1 : 2, ref inputs)))];
        avgpool = Child("avgpool", Ops.AdaptiveAvgPool(1));
        hidden = variant.Hidden is { } width ? Child("fc", Linear(inputs, width)) : null;
        WeightInit.KaimingNormalConvolutions(this, init.FanInOut.FanOut);
        if (hidden is not null)
        {
            AddDropout("drop_out", 0.8);
        }

        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("resnet18", new([2, 2, 2, 2], Bottleneck: false)),
        Row("resnet34", new([3, 4, 6, 3], Bottleneck: false)),
        Row("resnet50", new([3, 4, 6, 3])),
        Row("resnet101", new([3, 4, 23, 3])),
        Row("resnet152", new([3, 8, 36, 3])),
        Row("resnext50_32x4d", new([3, 4, 6, 3], Groups: 32, GroupWidth: 4)),
        Row("resnext101_32x8d", new([3, 4, 23, 3], Groups: 32, GroupWidth: 8)),
        Row("resnext101_64x4d", new([3, 4, 23, 3], Groups: 64, GroupWidth: 4)),
        Row("wide_resnet50_2", new([3, 4, 6, 3], GroupWidth: 128)),
        Row("wide_resnet101_2", new([3, 4, 23, 3], GroupWidth: 128)),
        Slice("addl_resnet18_slice", new([2, 2, 2, 2], Bottleneck: false) { Hidden = 1000 }),
        Timm("timm_resnet18", new([2, 2, 2, 2], Bottleneck: false)),
        Timm("timm_resnet50", new([3, 4, 6, 3])),
        Monai("monai_resnet18_3d", new([2, 2, 2, 2], Bottleneck: false)),
        Monai("monai_resnet34_3d", new([3, 4, 6, 3], Bottleneck: false)),
        Monai("monai_resnet50_3d", new([3, 4, 6, 3])),
        Monai("monai_resnet101_3d", new([3, 4, 23, 3])),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input)
    {
        var x = maxpool.call(TorchExtras.Current.Rectified(bn1, relu, conv1.call(input))); // [N, 64, H/4, W/4]
        return layers.Through(x); // [N, FeatureCount, H/32, W/32]
    }

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps)
    {
        var features = avgpool.call(maps).flatten(1); // [N, 512 or 2048]
        return hidden?.call(features) ?? features;
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        if (zeroHeadBias)
        {
            init.zeros_(head.bias!);
        }

        return head;
    }

    private static ModelRow Row(string name, Variant variant) => new()
    {
        Name = name,
        Family = "ResNet",
        Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/resnet.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = WeightNaming.Torchvision,
        Statistics = ChannelStatistics.ImageNet,
        Create = (name, options) => new ResNet(name, options, variant),
    };

    /// <summary>The slice-level network of the Alzheimer's comparison: ImageNet's classifier stays as a hidden layer before a second
    /// one.</summary>
    private static ModelRow Slice(string name, Variant variant) => Row(name, variant) with
    {
        Source = new("https://github.com/aramis-lab/AD-DL"),
        Inputs = [[3, 224, 224]],
        ReferenceOutputs = 2,
    };

    private static ModelRow Timm(string name, Variant variant) => Row(name, variant with { BlocksBeginAsShortcut = true }) with
    {
        Source = new("https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/resnet.py"),
        Weights = WeightNaming.Timm,
    };

    private static ModelRow Monai(string name, Variant variant) => Row(name, variant with { IsMonai = true }) with
    {
        Source = new("https://github.com/Project-MONAI/MONAI/blob/dev/monai/networks/nets/resnet.py"),
        Inputs = [[1, 96, 96, 96]],
        ReferenceOutputs = 2,
        Weights = WeightNaming.Monai,
        Statistics = null,
    };

    private static NetworkAnatomy Anatomise(Variant variant) => new(
        FirstLayer: "conv1",
        Head: variant.Hidden is null ? "fc" : "fc_out",
        CamLayer: "layer4",
        FeatureCount: variant.Hidden ?? (512 * variant.Expansion),
        MinimumSize: 1,
        Stages:
        [
            new("stem", "conv1", "bn1"),
            .. Enumerable.Range(1, 4).Select(i => new NetworkStage($"layer{i}", $"layer{i}")),
            .. variant.Hidden is null ? Array.Empty<NetworkStage>() : [new("hidden", "fc")],
            new("head", variant.Hidden is null ? "fc" : "fc_out"),
        ]);

    private static Sequential Layer(SpatialOps ops, Variant variant, int depth, int planes, int stride, ref long inputs,
        (int First, int Others)? dilation = null)
    {
        var (blocks, (first, rest)) = (Sequential(), dilation ?? (1, 1));
        for (var i = 0; i < depth; i++)
        {
            blocks.append($"{i}", new Residual(ops, variant, inputs, planes, i == 0 ? stride : 1, i == 0 ? first : rest));
            inputs = planes * variant.Expansion;
        }

        return blocks;
    }

    /// <summary>What tells the variants apart.</summary>
    private sealed record Variant(int[] Depths, bool Bottleneck = true, int Groups = 1, int GroupWidth = 64)
    {
        /// <summary>As MONAI's: the first convolution keeps the size, and shortcuts have a bias.</summary>
        public bool IsMonai { get; init; }

        /// <summary>The last normalisation of each block starts at zero, as timm begins.</summary>
        public bool BlocksBeginAsShortcut { get; init; }

        /// <summary>Width of a hidden layer between the pooled maps and the head, if there is one.</summary>
        public int? Hidden { get; init; }

        /// <summary>Output channels of a block for each of its planes.</summary>
        public int Expansion => Bottleneck ? 4 : 1;
    }

    /// <summary>
    /// The bottleneck layers without a head, whose last two keep the size and widen their convolutions' steps instead (2, then 4), as
    /// segmentation networks use them: <c>[N, C, H, W] -> [N, 2048, H/8, W/8]</c>.
    /// </summary>
    internal sealed class DilatedTrunk : Block
    {
        private readonly Module<Tensor, Tensor>[] layers;

        /// <summary>Makes the layers.</summary>
        /// <param name="ops">Images or volumes.</param>
        /// <param name="inputs">Channels of the image.</param>
        /// <param name="depths">Blocks of each layer.</param>
        public DilatedTrunk(SpatialOps ops, int inputs, int[] depths)
            : base("DilatedTrunk")
        {
            var (variant, channels) = (new Variant(depths), 64L);
            (int Stride, int First, int Others)[] steps = [(1, 1, 1), (2, 1, 1), (1, 1, 2), (1, 2, 4)];
            layers =
            [
                Child("conv1", ops.Conv(inputs, 64, 7, stride: 2, padding: 3, bias: false)), Child("bn1", ops.BatchNorm(64)),
                    ReLU(inplace: true),
                ops.MaxPool(3, stride: 2, padding: 1),
                .. steps.Select((step, i) => Child(
                    $"layer{i + 1}", Layer(ops, variant, depths[i], 64 << i, step.Stride, ref channels, (step.First, step.Others)))),
            ];
        }

        /// <inheritdoc/>
        protected override Tensor Compute(Tensor input) => layers.Through(input);
    }

    /// <summary>Convolutions beside a shortcut: 3×3, 3×3, or as a bottleneck 1×1, 3×3, 1×1.</summary>
    private sealed class Residual : Block
    {
        private readonly List<(Module<Tensor, Tensor> Conv, Module<Tensor, Tensor> Norm)> steps = [];
        private readonly Module<Tensor, Tensor> relu;
        private readonly Module<Tensor, Tensor>? downsample;

        public Residual(SpatialOps ops, Variant variant, long inputs, int planes, int stride, int dilation)
            : base(variant.Bottleneck ? "Bottleneck" : "BasicBlock")
        {
            var outputs = planes * variant.Expansion;
            if (variant.Bottleneck)
            {
                var width = planes * variant.GroupWidth / 64 * variant.Groups;
                Step(ops, inputs, width, kernel: 1);
                Step(ops, width, width, kernel: 3, stride, variant.Groups, dilation);
                Step(ops, width, outputs, kernel: 1);
            }
            else
            {
                Step(ops, inputs, planes, kernel: 3, stride);
                Step(ops, planes, planes, kernel: 3);
            }

            if (variant.BlocksBeginAsShortcut)
            {
                init.zeros_(steps[^1].Norm.get_parameter("weight")!);
            }

            relu = Child("relu", ReLU(inplace: true));
            if (stride != 1 || inputs != outputs)
            {
                downsample = Child("downsample", Sequential(
                    ("0", ops.Conv(inputs, outputs, 1, stride, bias: variant.IsMonai)), ("1", ops.BatchNorm(outputs))));
            }
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = input;
            foreach (var (conv, norm) in steps.SkipLast(1))
            {
                x = TorchExtras.Current.Rectified(norm, relu, conv.call(x));
            }

            x = steps[^1].Conv.call(x);
            return TorchExtras.Current.Rectified(steps[^1].Norm, relu, x, downsample?.call(input) ?? input).MoveToOuterDisposeScope();
        }

        private void Step(SpatialOps ops, long inputs, long outputs, int kernel, int stride = 1, int groups = 1, int dilation = 1)
        {
            var number = steps.Count + 1;
            var padding = dilation * (kernel / 2);
            var conv = Child($"conv{number}", ops.Conv(inputs, outputs, kernel, stride, padding, dilation, groups, bias: false));
            steps.Add((conv, Child($"bn{number}", ops.BatchNorm(outputs))));
        }
    }
}

using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// torchvision's residual networks of 18 layers for clips, here volumes <c>[N, C, D, H, W]</c> whose first axis is the clip's time: with
/// cubic kernels (r3d), with flat kernels from the second stage on (mc3), or with each cubic kernel split in a flat and a long one
/// (r2plus1d).
/// </summary>
/// <remarks>Tran et al., A Closer Look at Spatiotemporal Convolutions for Action Recognition, https://arxiv.org/abs/1711.11248.</remarks>
public sealed class VideoResNet : Network
{
    private readonly Module<Tensor, Tensor>[] layers;

    private VideoResNet(string name, NetworkOptions options, Kernels kernels)
        : base(name, options, Anatomise())
    {
        var all = new List<Module<Tensor, Tensor>> { Child("stem", Stem(Ops, options.InputChannels, kernels)) };
        for (var stage = 0; stage < 4; stage++)
        {
            var (inputs, outputs) = (stage == 0 ? 64L : 32L << stage, 64L << stage);
            var kind = kernels == Kernels.CubicThenFlat ? (stage == 0 ? Kernels.Cubic : Kernels.Flat) : kernels;
            all.Add(Place($"layer{stage + 1}.0", new Residual(Ops, inputs, outputs, stage == 0 ? 1 : 2, kind)));
            all.Add(Place($"layer{stage + 1}.1", new Residual(Ops, outputs, outputs, 1, kind)));
        }

        layers = [.. all];
        WeightInit.KaimingNormalConvolutions(this, init.FanInOut.FanOut);
        AddHead();
    }

    /// <summary>How the 3×3×3 kernels are made.</summary>
    private enum Kernels
    {
        /// <summary>3×3×3.</summary>
        Cubic,

        /// <summary>1×3×3.</summary>
        Flat,

        /// <summary>1×3×3 and then 3×1×1.</summary>
        Split,

        /// <summary>Cubic in the first stage, flat after it.</summary>
        CubicThenFlat,
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } = [
        Row("r3d_18", Kernels.Cubic), Row("mc3_18", Kernels.CubicThenFlat), Row("r2plus1d_18", Kernels.Split)];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => layers.Through(input); // [N, 512, d, H/16, W/16]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        init.normal_(head.weight, 0, 0.01);
        init.zeros_(head.bias!);
        return head;
    }

    private static ModelRow Row(string name, Kernels kernels) => new()
    {
        Name = name,
        Family = "VideoResNet",
        Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/video/resnet.py"),
        Inputs = [[3, 16, 112, 112]],
        ReferenceOutputs = 400,
        Weights = WeightNaming.Torchvision,
        Statistics = new([0.43216, 0.394666, 0.37645], [0.22803, 0.22145, 0.216989]),
        Create = (name, options) => new VideoResNet(name, options, kernels),
    };

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "stem.0",
        Head: "fc",
        CamLayer: "layer4.1",
        FeatureCount: 512,
        MinimumSize: 1,
        Stages: [new("stem", "stem"), .. Enumerable.Range(1, 4).Select(stage => new NetworkStage($"layer{stage}", $"layer{stage}")),
            new("head", "fc")]);

    private static Sequential Stem(SpatialOps ops, long inputs, Kernels kernels) => kernels == Kernels.Split
        ? Sequential(
            ops.Conv(inputs, 45, (1, 7, 7), (1, 2, 2), (0, 3, 3), bias: false),
            ops.BatchNorm(45),
            ReLU(inplace: true),
            ops.Conv(45, 64, (3, 1, 1), 1, (1, 0, 0), bias: false),
            ops.BatchNorm(64),
            ReLU(inplace: true))
        : Sequential(ops.Conv(inputs, 64, (3, 7, 7), (1, 2, 2), (1, 3, 3), bias: false), ops.BatchNorm(64), ReLU(inplace: true));

    private static Module<Tensor, Tensor> Conv(SpatialOps ops, long inputs, long outputs, long middle, int stride,
        Kernels kernels) => kernels switch
    {
        Kernels.Cubic => ops.Conv(inputs, outputs, 3, stride, 1, bias: false),
        Kernels.Flat => ops.Conv(inputs, outputs, (1, 3, 3), (1, stride, stride), (0, 1, 1), bias: false),
        _ => Sequential(
            ops.Conv(inputs, middle, (1, 3, 3), (1, stride, stride), (0, 1, 1), bias: false),
            ops.BatchNorm(middle),
            ReLU(inplace: true),
            ops.Conv(middle, outputs, (3, 1, 1), (stride, 1, 1), (1, 0, 0), bias: false)),
    };

    /// <summary>Two convolutions beside a shortcut.</summary>
    private sealed class Residual : Block
    {
        private readonly Module<Tensor, Tensor> conv1, conv2;
        private readonly Module<Tensor, Tensor>? downsample;

        public Residual(SpatialOps ops, long inputs, long outputs, int stride, Kernels kernels)
            : base("Residual")
        {
            var middle = inputs * outputs * 27 / ((inputs * 9) + (3 * outputs)); // a split kernel has as many weights as a cubic one
            conv1 = Child(
                "conv1", Sequential(Conv(ops, inputs, outputs, middle, stride, kernels), ops.BatchNorm(outputs), ReLU(inplace: true)));
            conv2 = Child("conv2", Sequential(Conv(ops, outputs, outputs, middle, 1, kernels), ops.BatchNorm(outputs)));
            if (stride != 1 || inputs != outputs)
            {
                Extent step = kernels == Kernels.Flat ? (1, stride, stride) : stride;
                downsample = Child("downsample", Sequential(ops.Conv(inputs, outputs, 1, step, bias: false), ops.BatchNorm(outputs)));
            }
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = conv2.call(conv1.call(input));
            return x.add_(downsample?.call(input) ?? input).relu_().MoveToOuterDisposeScope();
        }
    }
}

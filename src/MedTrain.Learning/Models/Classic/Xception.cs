using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Residual blocks of depthwise separable convolutions, with the state-dict keys of timm's first port; in 3D every kernel and stride has a
/// third, equal axis. <see cref="AlignedXception"/> has the later, deeper form.
/// </summary>
/// <remarks>Chollet, Xception: Deep Learning with Depthwise Separable Convolutions, https://arxiv.org/abs/1610.02357.</remarks>
public sealed class Xception : Network
{
    private readonly Module<Tensor, Tensor>[] layers;

    private Xception(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        layers =
        [
            Child("conv1", Ops.Conv(options.InputChannels, 32, 3, stride: 2, bias: false)),
            Child("bn1", Ops.BatchNorm(32)), Child("act1", ReLU(inplace: true)),
            Child("conv2", Ops.Conv(32, 64, 3, bias: false)), Child("bn2", Ops.BatchNorm(64)), Child("act2", ReLU(inplace: true)),
            Child("block1", new Residual(Ops, [64, 128, 128], stride: 2, startWithRelu: false)),
            Child("block2", new Residual(Ops, [128, 256, 256], stride: 2)),
            Child("block3", new Residual(Ops, [256, 728, 728], stride: 2)),
            .. Enumerable.Range(4, 8).Select(block => Child($"block{block}", new Residual(Ops, [728, 728, 728, 728], stride: 1))),
            Child("block12", new Residual(Ops, [728, 728, 1024], stride: 2)),
            Child("conv3", Separable(Ops, 1024, 1536)), Child("bn3", Ops.BatchNorm(1536)), Child("act3", ReLU(inplace: true)),
            Child("conv4", Separable(Ops, 1536, 2048)), Child("bn4", Ops.BatchNorm(2048)), Child("act4", ReLU(inplace: true)),
        ];
        WeightInit.KaimingNormalConvolutions(this, init.FanInOut.FanOut);
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "timm_legacy_xception",
            Family = "Xception",
            Source = new("https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/xception.py"),
            Inputs = [[3, 299, 299], [1, 96, 96, 96]],
            Weights = WeightNaming.Timm,
            Statistics = ChannelStatistics.Half,
            Create = (name, options) => new Xception(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => layers.Through(input); // [N, 2048, H/32, W/32]

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "conv1",
        Head: "fc",
        CamLayer: "act4",
        FeatureCount: 2048,
        MinimumSize: 7,
        Stages:
        [
            new("stem", "conv1", "bn1", "conv2", "bn2"),
            new("entry", "block1", "block2", "block3"),
            new("middle", [.. Enumerable.Range(4, 8).Select(block => $"block{block}")]),
            new("exit", "block12", "conv3", "bn3", "conv4", "bn4"),
            new("head", "fc"),
        ]);

    private static Sequential Separable(SpatialOps ops, long inputs, long outputs) => Sequential(
        ("conv1", ops.Conv(inputs, inputs, 3, padding: 1, groups: inputs, bias: false)),
        ("pointwise", ops.Conv(inputs, outputs, 1, bias: false)));

    /// <summary>ReLU, separable convolution and normalisation, repeated; then maybe a halving; beside a shortcut.</summary>
    private sealed class Residual : Block
    {
        private readonly Module<Tensor, Tensor> rep;
        private readonly Module<Tensor, Tensor>? skip, skipbn;

        public Residual(SpatialOps ops, long[] widths, int stride, bool startWithRelu = true)
            : base(nameof(Residual))
        {
            if (stride != 1 || widths[0] != widths[^1])
            {
                skip = Child("skip", ops.Conv(widths[0], widths[^1], 1, stride, bias: false));
                skipbn = Child("skipbn", ops.BatchNorm(widths[^1]));
            }

            var layers = new List<Module<Tensor, Tensor>>();
            foreach (var (inputs, outputs) in widths.Zip(widths.Skip(1)))
            {
                layers.AddRange(ReLU(inplace: layers.Count > 0), Separable(ops, inputs, outputs), ops.BatchNorm(outputs));
            }

            if (stride != 1)
            {
                layers.Add(ops.MaxPool(3, stride, padding: 1));
            }

            rep = Child("rep", Sequential(startWithRelu ? layers : layers.Skip(1)));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var shortcut = skip is null ? input : skipbn!.call(skip.call(input));
            return rep.call(input).add_(shortcut).MoveToOuterDisposeScope();
        }
    }
}

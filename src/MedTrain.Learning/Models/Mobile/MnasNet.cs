using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Inverted residual blocks searched for speed on a telephone (variant B1), with the state-dict keys of torchvision; in 3D every kernel and
/// stride has a third, equal axis.
/// </summary>
/// <remarks>Tan et al., MnasNet: Platform-Aware Neural Architecture Search for Mobile, https://arxiv.org/abs/1807.11626.</remarks>
public sealed class MnasNet : Network
{
    private const double Momentum = 1 - 0.9997;
    private const int FirstStack = 8;

    /// <summary>Channels before scaling, kernel, first stride, expansion and repeats of each stack.</summary>
    private static readonly (int Width, int Kernel, int Stride, int Expansion, int Repeats)[] Stacks =
        [(24, 3, 2, 3, 3), (40, 5, 2, 3, 3), (80, 5, 2, 6, 3), (96, 3, 1, 6, 2), (192, 5, 2, 6, 4), (320, 3, 1, 6, 1)];

    private readonly Module<Tensor, Tensor> layers;

    private MnasNet(string name, NetworkOptions options, double scale)
        : base(name, options, Anatomise())
    {
        var (stem, inputs) = (ChannelCount.Rounded(32 * scale), ChannelCount.Rounded(16 * scale));
        var all = Sequential(
            Ops.Conv(options.InputChannels, stem, 3, stride: 2, padding: 1, bias: false), Norm(stem), ReLU(inplace: true),
            Ops.Conv(stem, stem, 3, padding: 1, groups: stem, bias: false), Norm(stem), ReLU(inplace: true),
            Ops.Conv(stem, inputs, 1, bias: false), Norm(inputs));
        foreach (var (width, kernel, stride, expansion, repeats) in Stacks)
        {
            var stack = Sequential();
            for (var i = 0; i < repeats; i++)
            {
                stack.append(Inverted(inputs, ChannelCount.Rounded(width * scale), kernel, i == 0 ? stride : 1, expansion));
                inputs = ChannelCount.Rounded(width * scale);
            }

            all.append(stack);
        }

        all.append(Ops.Conv(inputs, 1280, 1, bias: false)).append(Norm(1280)).append(ReLU(inplace: true));
        layers = Child("layers", all);
        WeightInit.KaimingNormalConvolutions(this, init.FanInOut.FanOut);
        AddDropout("classifier.0", 0.2);
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
        [Row("mnasnet0_5", 0.5), Row("mnasnet0_75", 0.75), Row("mnasnet1_0", 1.0), Row("mnasnet1_3", 1.3)];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => layers.call(input); // [N, 1280, H/32, W/32]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs)
    {
        var head = Linear(Anatomy.FeatureCount, outputs);
        var bound = Math.Sqrt(3.0 / outputs); // variance 1 / fan-out
        WeightInit.Linears(head, weight => init.uniform_(weight, -bound, bound));
        return head;
    }

    private static ModelRow Row(string name, double scale) => new()
    {
        Name = name,
        Family = "MNASNet",
        Source = new("https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/mnasnet.py"),
        Inputs = [[3, 224, 224], [1, 96, 96, 96]],
        Weights = WeightNaming.Torchvision,
        Statistics = ChannelStatistics.ImageNet,
        Create = (name, options) => new MnasNet(name, options, scale),
    };

    private static NetworkAnatomy Anatomise()
    {
        var end = FirstStack + Stacks.Length;
        return new(
            FirstLayer: "layers.0",
            Head: "classifier.1",
            CamLayer: $"layers.{end + 2}",
            FeatureCount: 1280,
            MinimumSize: 1,
            Stages:
            [
                new("stem", [.. Enumerable.Range(0, FirstStack).Select(layer => $"layers.{layer}")]),
                .. Stacks.Select((_, stack) => new NetworkStage($"stack{stack + 1}", $"layers.{FirstStack + stack}")),
                new("last", $"layers.{end}", $"layers.{end + 1}"),
                new("head", "classifier"),
            ]);
    }

    private Module<Tensor, Tensor> Norm(long channels) => Ops.BatchNorm(channels, momentum: Momentum);

    private Shortcut Inverted(int inputs, int outputs, int kernel, int stride, int expansion)
    {
        var hidden = inputs * expansion;
        var layers = Sequential(
            Ops.Conv(inputs, hidden, 1, bias: false), Norm(hidden), ReLU(inplace: true),
            Ops.Conv(hidden, hidden, kernel, stride, kernel / 2, groups: hidden, bias: false), Norm(hidden), ReLU(inplace: true),
            Ops.Conv(hidden, outputs, 1, bias: false), Norm(outputs));
        return new("layers", layers, isAdded: stride == 1 && inputs == outputs);
    }
}

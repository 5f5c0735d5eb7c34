using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// SegNet: the convolutions of VGG-16 with batch normalisation, and a mirrored decoder that puts values back where the largest came from.
/// As in the reference, batch normalisation and ReLU also follow the last convolution, so that the output is never negative.
/// </summary>
/// <remarks>Badrinarayanan et al., https://arxiv.org/abs/1511.00561; layers and keys of https://github.com/meetps/pytorch-semseg.</remarks>
public sealed class SegNet : Network
{
    // Channels before and after each convolution of a stage, from the image on; the decoder has them in reverse.
    private static readonly int[][] Stages = [[0, 64, 64], [64, 128, 128], [128, 256, 256, 256], [256, 512, 512, 512],
        [512, 512, 512, 512]];

    private readonly List<Module<Tensor, Tensor>[]> encoder = [], decoder = [];

    private SegNet(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        for (var i = 0; i < Stages.Length; i++)
        {
            int[] widths = [i == 0 ? options.InputChannels : Stages[i][0], .. Stages[i][1..]];
            var down = Child($"down{i + 1}", new Parts("down"));
            encoder.Add([.. Enumerable.Range(1, widths.Length - 1).Select(j => down.Add($"conv{j}", Unit(widths[j - 1], widths[j])))]);
        }

        for (var i = Stages.Length - 1; i >= 0; i--)
        {
            int[] widths = [.. Stages[i].Reverse()];
            var up = Child($"up{i + 1}", new Parts("up"));
            var count = i == 0 ? widths.Length - 2 : widths.Length - 1; // the very last one is the head
            decoder.Add([.. Enumerable.Range(1, count).Select(j => up.Add($"conv{j}", Unit(widths[j - 1], widths[j])))]);
        }

        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "segnet",
            Family = "SegNet",
            Source = new("https://github.com/meetps/pytorch-semseg"),
            Inputs = [[3, 224, 224]],
            ReferenceOutputs = 21,
            Weights = WeightNaming.Published,
            Create = (name, options) => new SegNet(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => Encode(input, []);

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps);

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input)
    {
        var pooled = new Stack<(Tensor Indices, long[] Size)>();
        var x = Halve(Encode(input, pooled), pooled);
        foreach (var convolutions in decoder)
        {
            var (indices, size) = pooled.Pop();
            x = Run(convolutions, functional.max_unpool2d(x, indices, [2, 2], output_size: [.. x.shape[..2], .. size]));
        }

        return Head.call(x); // [N, outputs, H, W]
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Unit(Stages[0][1], outputs);

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "down1.conv1.cbr_unit.0",
        Head: "up1.conv2",
        CamLayer: "down5.conv3",
        FeatureCount: Stages[^1][^1],
        MinimumSize: 1 << Stages.Length,
        Stages:
        [
            .. Enumerable.Range(1, Stages.Length).Select(i => new NetworkStage($"down{i}", $"down{i}")),
            .. Enumerable.Range(2, Stages.Length - 1).Reverse().Select(i => new NetworkStage($"up{i}", $"up{i}")),
            new("up1", "up1.conv1"),
            new("head", "up1.conv2"),
        ])
    {
        Output = NetworkOutput.Maps,
        HeadReadsMaps = true,
    };

    private static Tensor Run(IEnumerable<Module<Tensor, Tensor>> layers, Tensor x) =>
        layers.Aggregate(x, (maps, layer) => layer.call(maps));

    private static Tensor Halve(Tensor x, Stack<(Tensor Indices, long[] Size)> pooled)
    {
        var (values, indices) = functional.max_pool2d_with_indices(x, [2, 2]);
        pooled.Push((indices, x.shape[2..]));
        return values;
    }

    /// <summary>The maps before the last halving <c>[N, 512, H/16, W/16]</c>; what undoes the halvings before it is pushed.</summary>
    private Tensor Encode(Tensor input, Stack<(Tensor Indices, long[] Size)> pooled)
    {
        var x = Run(encoder[0], input);
        foreach (var convolutions in encoder.Skip(1))
        {
            x = Run(convolutions, Halve(x, pooled));
        }

        return x;
    }

    private Module<Tensor, Tensor> Unit(long inputs, long outputs) =>
        Sequential(("cbr_unit", Sequential(Ops.Conv(inputs, outputs, 3, padding: 1), Ops.BatchNorm(outputs), ReLU(inplace: true))));
}

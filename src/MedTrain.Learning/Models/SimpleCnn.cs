using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// A small convolutional network that trains within minutes on a processor: stages of convolution, batch normalisation, ReLU and halving,
/// then the mean of each map. For small images (64–128 pixels) and volumes (32–64 voxels), and as the first network to try.
/// </summary>
public sealed class SimpleCnn : Network
{
    private static readonly int[] Widths = [16, 32, 64, 128];

    private readonly Module<Tensor, Tensor> features;

    private SimpleCnn(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        var stages = Sequential();
        var inputs = options.InputChannels;
        foreach (var (width, i) in Widths.Select((width, i) => (width, i)))
        {
            stages.append($"stage{i + 1}", Stage(inputs, width, halve: i < Widths.Length - 1));
            inputs = width;
        }

        features = Child("features", stages);
        WeightInit.KaimingNormalConvolutions(this, init.FanInOut.FanOut);
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "simple-cnn",
            Family = "SimpleCnn",
            Inputs = [[1, 64, 64], [1, 48, 48, 48]],
            Create = (name, options) => new SimpleCnn(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => features.call(input); // [N, 128, H/8, W/8]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps);

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "features.stage1.conv",
        Head: "classifier",
        CamLayer: $"features.stage{Widths.Length}",
        FeatureCount: Widths[^1],
        MinimumSize: 1 << (Widths.Length - 1),
        Stages: [.. Enumerable.Range(1, Widths.Length).Select(i => new NetworkStage($"stage{i}", $"features.stage{i}")), new("head", "classifier")]);

    private Sequential Stage(int inputs, int outputs, bool halve)
    {
        var stage = Sequential(
            ("conv", Ops.Conv(inputs, outputs, 3, padding: 1, bias: false)),
            ("norm", Ops.BatchNorm(outputs)),
            ("relu", ReLU(inplace: true)));
        return halve ? stage.append("pool", Ops.MaxPool(2)) : stage;
    }
}

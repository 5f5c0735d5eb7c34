using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// GoogLeNet as the paper's table 1 has it: 5×5 kernels, convolutions with bias and without normalisation. Without the paper's response
/// normalisation and auxiliary heads. In 3D every kernel and stride has a third, equal axis.
/// </summary>
/// <remarks>Szegedy et al., Going Deeper with Convolutions, https://arxiv.org/abs/1409.4842.</remarks>
public sealed class GoogLeNetOf2014 : Network
{
    private readonly Module<Tensor, Tensor>[] layers;

    private GoogLeNetOf2014(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        layers =
        [
            Child("conv1", Ops.Conv(options.InputChannels, 64, 7, stride: 2, padding: 3)), Child("relu1", ReLU(inplace: true)), Halving(1),
            Child("conv2r", Ops.Conv(64, 64, 1)), Child("relu2r", ReLU(inplace: true)),
            Child("conv2", Ops.Conv(64, 192, 3, padding: 1)), Child("relu2", ReLU(inplace: true)), Halving(2),
            Mixed("3a"), Mixed("3b"), Halving(3),
            Mixed("4a"), Mixed("4b"), Mixed("4c"), Mixed("4d"), Mixed("4e"), Halving(4),
            Mixed("5a"), Mixed("5b"),
        ];
        AddDropout("dropout", 0.4);
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "googlenet_paper",
            Family = "GoogLeNet",
            Source = new("https://arxiv.org/abs/1409.4842"),
            Inputs = [[3, 224, 224], [1, 96, 96, 96]],
            Create = (name, options) => new GoogLeNetOf2014(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => layers.Through(input); // [N, 1024, H/32, W/32]

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "conv1",
        Head: "fc",
        CamLayer: "inception5b",
        FeatureCount: 1024,
        MinimumSize: 31,
        Stages:
        [
            new("stem", "conv1", "conv2r", "conv2"),
            new("inception3", "inception3a", "inception3b"),
            new("inception4", "inception4a", "inception4b", "inception4c", "inception4d", "inception4e"),
            new("inception5", "inception5a", "inception5b"),
            new("head", "fc"),
        ]);

    private Module<Tensor, Tensor> Halving(int number) => Child($"maxpool{number}", Ops.MaxPool(3, stride: 2, ceilMode: true));

    private Module<Tensor, Tensor> Mixed(string module)
    {
        var (inputs, width) = GoogLeNet.Modules[module];
        return Child($"inception{module}", new ForkingBranches(
            new([.. Layer("b1", inputs, width[0], 1)]),
            new([.. Layer("b2r", inputs, width[1], 1), .. Layer("b2", width[1], width[2], 3)]),
            new([.. Layer("b3r", inputs, width[3], 1), .. Layer("b3", width[3], width[4], 5)]),
            new([("pool", Ops.MaxPool(3, stride: 1, padding: 1)), .. Layer("b4", inputs, width[5], 1)])));
    }

    private (string Name, Module<Tensor, Tensor> Layer)[] Layer(string name, long inputs, long outputs, int kernel) =>
        [(name, Ops.Conv(inputs, outputs, kernel, padding: kernel / 2)), ($"{name}_relu", ReLU(inplace: true))];
}

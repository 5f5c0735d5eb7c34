using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Two 5×5 convolutions with halvings between, and three linear layers: LeNet-5 as it is usually built (every map of the second convolution
/// reads all six of the first), and the small network of PyTorch's image classification tutorial. <see cref="LeNetOf1998"/> is the paper's.
/// </summary>
/// <remarks>LeCun et al., Gradient-Based Learning Applied to Document Recognition, 1998, https://doi.org/10.1109/5.726791.</remarks>
public sealed class LeNet : Network
{
    private readonly Module<Tensor, Tensor> conv1, conv2, fc1, fc2, pool;
    private readonly Func<Tensor, Tensor> activation;

    private LeNet(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(options))
    {
        activation = variant.Activation;
        pool = Child("pool", variant.Maximum ? Ops.MaxPool(2) : Ops.AvgPool(2));
        conv1 = Child("conv1", Ops.Conv(options.InputChannels, 6, 5));
        conv2 = Child("conv2", Ops.Conv(6, 16, 5));
        fc1 = Child("fc1", Linear(16 * options.InputSize!.Aggregate(1L, (area, side) => area * Halved(Halved(side))), 120));
        fc2 = Child("fc2", Linear(120, 84));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("lenet5", [1, 32, 32], new("https://doi.org/10.1109/5.726791"), new(input => input.tanh(), Maximum: false)),
        Row(
            "slide_net",
            [3, 32, 32],
            new("https://docs.pytorch.org/tutorials/beginner/blitz/cifar10_tutorial.html"),
            new(input => input.relu(), Maximum: true)),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input)
    {
        var x = pool.call(activation(conv1.call(input))); // [N, 6, (H - 4) / 2, (W - 4) / 2]
        return pool.call(activation(conv2.call(x))); // [N, 16, H / 4 - 3, W / 4 - 3]
    }

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => activation(fc2.call(activation(fc1.call(maps.flatten(1))))); // [N, 84]

    private static ModelRow Row(string name, IReadOnlyList<long> input, Uri source, Variant variant) => new()
    {
        Name = name,
        Family = "LeNet",
        Source = source,
        Inputs = [input],
        ReferenceOutputs = 10,
        Weights = WeightNaming.Published,
        Create = (name, options) => new LeNet(name, options, variant),
    };

    private static NetworkAnatomy Anatomise(NetworkOptions options) => new(
        FirstLayer: "conv1",
        Head: "fc3",
        CamLayer: "pool",
        FeatureCount: 84,
        MinimumSize: 16,
        Stages: [new("conv1", "conv1"), new("conv2", "conv2"), new("fc1", "fc1"), new("fc2", "fc2"), new("head", "fc3")])
    {
        FixedSize = options.InputSize,
    };

    private static long Halved(long side) => (side - 4) / 2;

    /// <summary>What tells the variants apart.</summary>
    private sealed record Variant(Func<Tensor, Tensor> Activation, bool Maximum);
}

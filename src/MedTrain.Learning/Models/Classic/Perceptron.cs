using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Linear layers over all pixels: the perceptron has only the head (logistic regression on pixels), the multi-layer perceptron two hidden
/// layers with ReLU. They see no neighbourhoods and are baselines; the number of weights follows the image's size.
/// </summary>
public sealed class Perceptron : Network
{
    private readonly Module<Tensor, Tensor> image, hidden;

    private Perceptron(string name, NetworkOptions options, int[] widths)
        : base(name, options, Anatomise(options, widths))
    {
        image = Child("image", Identity());
        hidden = Child("hidden", Hidden(Pixels(options), widths));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } = [Row("perceptron", []), Row("mlp", [512, 128])];

    /// <summary>The head alone over all pixels.</summary>
    internal static Network WithoutHiddenLayers(string name, NetworkOptions options) => new Perceptron(name, options, []);

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => image.call(input); // the image itself: there are no other maps

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => hidden.call(maps.flatten(1)); // [N, FeatureCount]

    private static ModelRow Row(string name, int[] widths) => new()
    {
        Name = name,
        Family = "Perceptron",
        Inputs = [[1, 64, 64], [1, 32, 32, 32]],
        Create = (name, options) => new Perceptron(name, options, widths),
    };

    private static NetworkAnatomy Anatomise(NetworkOptions options, int[] widths)
    {
        var stages = widths.Select((_, layer) => new NetworkStage($"hidden{layer + 1}", $"hidden.{layer}"));
        return new(
            FirstLayer: widths.Length == 0 ? "output" : "hidden.0.linear",
            Head: "output",
            CamLayer: "image",
            FeatureCount: widths.Length == 0 ? (int)Pixels(options) : widths[^1],
            MinimumSize: 1,
            Stages: [.. stages, new("head", "output")])
        {
            FixedSize = options.InputSize,
        };
    }

    private static long Pixels(NetworkOptions options) =>
        options.InputSize!.Aggregate((long)options.InputChannels, (product, side) => product * side);

    private static Sequential Hidden(long inputs, int[] widths)
    {
        var layers = Sequential();
        foreach (var width in widths)
        {
            layers.append(Sequential(("linear", Linear(inputs, width)), ("relu", ReLU(inplace: true))));
            inputs = width;
        }

        return layers;
    }
}

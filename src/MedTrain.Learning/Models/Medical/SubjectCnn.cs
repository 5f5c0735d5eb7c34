using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// The networks of the Alzheimer's comparison: <c>Conv5_FC3</c> on whole brains ("subject level") and <c>Conv4_FC3</c> on patches and
/// regions; blocks of convolution, batch normalisation, ReLU and halving, then three linear layers. They are built for one image size.
/// </summary>
/// <remarks>
/// Wen et al., Convolutional neural networks for classification of Alzheimer's disease, https://doi.org/10.1016/j.media.2020.101694;
/// code https://github.com/aramis-lab/AD-DL (keys <c>features</c>, <c>classifier</c>) and https://github.com/aramis-lab/clinicadl
/// (keys <c>convolutions</c>, <c>fc</c>), whose "Conv4_FC3" has five blocks.
/// </remarks>
public sealed class SubjectCnn : Network
{
    private readonly Module<Tensor, Tensor> blocks;
    private readonly List<Module<Tensor, Tensor>> trunk = [];

    private SubjectCnn(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(options, variant))
    {
        var layers = SubjectBlocks.Layers(Ops, options.InputChannels, variant.Widths, variant.Padding);
        blocks = Child(variant.Blocks, Sequential(layers.ToArray()));
        var classifier = Child(variant.Classifier, new Parts("classifier"));
        var dropout = options.Dropout ?? variant.Dropout;
        foreach (var (layer, index) in Trunk(options, variant, dropout).Select((layer, index) => (layer, index)))
        {
            trunk.Add(classifier.Add($"{index}", layer));
        }

        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("addl_conv5_fc3", [1, 169, 208, 179], AdDl()),
        Row("addl_conv5_fc3_mni", [1, 121, 145, 121], AdDl()),
        Row("addl_conv4_fc3", [1, 50, 50, 50], AdDl() with { Widths = [15, 25, 50, 50], Hidden = [50, 40], Padding = 0, Dropout = 0,
            DropsTwice = true }),
        Row("clinicadl_conv5_fc3_default", [1, 169, 208, 179], new()),
        Row("clinicadl_conv5_fc3_3d", [1, 48, 56, 40], new()),
        Row("clinicadl_conv5_fc3_2d", [1, 128, 128], new()),
        Row("clinicadl_conv4_fc3_3d", [1, 50, 50, 50], new() { Hidden = [50, 40] }),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => blocks.call(input); // [N, widths[^1], ⌈D/32⌉, ⌈H/32⌉, ⌈W/32⌉]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => trunk.Aggregate(maps, (x, layer) => layer.call(x)); // [N, 50]

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input) => Head.call(Pool(Maps(input))); // the trunk has the dropout

    private static Variant AdDl() => new() { Blocks = "features", Classifier = "classifier" };

    private static ModelRow Row(string name, long[] input, Variant variant) => new()
    {
        Name = name,
        Family = "SubjectCnn",
        Source = new(variant.Blocks == "features" ? "https://github.com/aramis-lab/AD-DL" : "https://github.com/aramis-lab/clinicadl"),
        Inputs = [input],
        ReferenceOutputs = 2,
        Weights = WeightNaming.Published,
        Create = (given, options) => new SubjectCnn(given, options, variant),
    };

    private static IEnumerable<Module<Tensor, Tensor>> Trunk(NetworkOptions options, Variant variant, double dropout)
    {
        var maps = SubjectBlocks.SizeAfter(options.InputSize!, variant.Widths.Count, variant.Padding).Aggregate((a, b) => a * b);
        yield return Flatten();
        yield return Dropout(dropout);
        yield return Linear(variant.Widths[^1] * maps, variant.Hidden[0]);
        yield return ReLU();
        if (variant.DropsTwice)
        {
            yield return Dropout(dropout);
        }

        yield return Linear(variant.Hidden[0], variant.Hidden[1]);
        yield return ReLU();
    }

    private static NetworkAnatomy Anatomise(NetworkOptions options, Variant variant)
    {
        var (count, second) = (variant.Widths.Count, variant.DropsTwice ? 5 : 4);
        return new(
            FirstLayer: $"{variant.Blocks}.0",
            Head: $"{variant.Classifier}.{second + 2}",
            CamLayer: variant.Blocks,
            FeatureCount: variant.Hidden[1],
            MinimumSize: 1,
            Stages:
            [
                .. SubjectBlocks.Stages(variant.Blocks, count),
                new("hidden", $"{variant.Classifier}.2", $"{variant.Classifier}.{second}"),
                new("head", $"{variant.Classifier}.{second + 2}"),
            ])
        {
            FixedSize = options.InputSize,
        };
    }

    /// <summary>What tells the variants apart.</summary>
    private sealed record Variant
    {
        public IReadOnlyList<int> Widths { get; init; } = [8, 16, 32, 64, 128];

        public IReadOnlyList<int> Hidden { get; init; } = [1300, 50];

        public int Padding { get; init; } = 1;

        public double Dropout { get; init; } = 0.5;

        public bool DropsTwice { get; init; }

        public string Blocks { get; init; } = "convolutions";

        public string Classifier { get; init; } = "fc";
    }
}

using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// The Simple Fully Convolutional Network for brain age: five blocks of convolution, batch normalisation, halving and ReLU, one 1×1 block,
/// and a 1×1 convolution over the mean that gives logits of age bins. The reference's mean is over 5×6×5 maps, those of a 160×192×160
/// volume; here it is over all maps, which is the same for that size and allows others.
/// </summary>
/// <remarks>
/// Peng et al., Accurate brain age prediction with lightweight deep neural networks, https://doi.org/10.1016/j.media.2020.101871;
/// code https://github.com/ha-ha-ha-han/UKBiobank_deep_pretrain. The 2D form is the same with one axis less; no reference of it is public.
/// </remarks>
public sealed class Sfcn : Network
{
    private static readonly int[] Widths = [32, 64, 128, 256, 256, 64];

    private readonly Module<Tensor, Tensor> extractor, average, dropout;

    private Sfcn(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        var blocks = Widths.Select((width, i) => ($"conv_{i}",
            BlockOf(i == 0 ? options.InputChannels : Widths[i - 1], width, i == Widths.Length - 1)));
        extractor = Child("feature_extractor", Sequential(blocks.ToArray()));
        var classifier = Child("classifier", new Parts("classifier"));
        average = classifier.Add("average_pool", Ops.AdaptiveAvgPool(1));
        dropout = classifier.Add("dropout", Dropout(options.Dropout ?? 0.5));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("sfcn_3d", [1, 160, 192, 160], new Uri("https://github.com/ha-ha-ha-han/UKBiobank_deep_pretrain")),
        Row("sfcn_2d", [1, 224, 224], null),
    ];

    /// <summary>Logarithms of the bins' probabilities, <c>[N, bins, 1, 1(, 1)]</c>.</summary>
    public override IReadOnlyList<Tensor> ReferenceOutputs(Tensor input)
    {
        using var scope = NewDisposeScope();
        var logits = call(input);
        long[] shape = [.. logits.shape, .. Enumerable.Repeat(1L, (int)Options.Dims)];
        return [functional.log_softmax(logits, 1).reshape(shape).MoveToOuterDisposeScope()];
    }

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => extractor.call(input); // [N, 64, D/32, H/32, W/32]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => average.call(maps).flatten(1); // [N, 64]

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input) => Head.call(dropout.call(average.call(Maps(input)))).flatten(1); // [N, bins]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Ops.Conv(Widths[^1], outputs, 1);

    private static ModelRow Row(string name, long[] input, Uri? source) => new()
    {
        Name = name,
        Family = "SFCN",
        Source = source,
        Inputs = [input],
        ReferenceOutputs = 40,
        Weights = WeightNaming.Published,
        Create = (given, options) => new Sfcn(given, options),
    };

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "feature_extractor.conv_0.0",
        Head: "classifier.conv_6",
        CamLayer: "feature_extractor",
        FeatureCount: Widths[^1],
        MinimumSize: 32,
        Stages:
        [
            .. Enumerable.Range(0, Widths.Length).Select(i => new NetworkStage($"conv_{i}", $"feature_extractor.conv_{i}")),
            new("head", "classifier.conv_6"),
        ])
    {
        HeadReadsMaps = true,
    };

    private Module<Tensor, Tensor> BlockOf(long inputs, long outputs, bool last) => last
        ? Sequential(Ops.Conv(inputs, outputs, 1), Ops.BatchNorm(outputs), ReLU())
        : Sequential(Ops.Conv(inputs, outputs, 3, padding: 1), Ops.BatchNorm(outputs), Ops.MaxPool(2), ReLU());
}

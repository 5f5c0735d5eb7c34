using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// Cells found by architecture search, each of which reads the outputs of the two cells before it, with the state-dict keys that timm and
/// Cadene share.
/// </summary>
/// <remarks>Zoph et al., Learning Transferable Architectures for Scalable Image Recognition, https://arxiv.org/abs/1707.07012.</remarks>
public sealed class NasNet : Network
{
    private const int CellNumbersPerGroup = 6; // also where a group has fewer cells

    private readonly Module<Tensor, Tensor> conv0, relu;
    private readonly NasNetCell stem0, stem1;
    private readonly NasNetCell[][] groups;
    private readonly NasNetCell[] reductions;
    private readonly Variant variant;

    private NasNet(string name, NetworkOptions options, Variant variant)
        : base(name, options, Anatomise(variant))
    {
        this.variant = variant;
        var (make, width) = (new NasNetOperations(Ops, variant.AveragesPadding), variant.Width);
        conv0 = Child("conv0", new ConvNorm(Ops, options.InputChannels, variant.Stem, 3, stride: 2, eps: NasNetCell.Eps, relu: false));
        stem0 = Child(
            "cell_stem_0", new NasNetCell(make, NasNetPrevious.AsGiven, variant.Stem, variant.Stem, width / 4, isReduction: true));
        stem1 = Child("cell_stem_1", new NasNetCell(make, NasNetPrevious.Halved, variant.Stem, width, width / 2, isReduction: true));
        (groups, reductions) = (new NasNetCell[3][], new NasNetCell[2]);
        var (before, current) = (width, 2 * width); // channels of the cell before the last, and of the last
        for (var group = 0; group < 3; group++)
        {
            var cellWidth = width << group;
            if (group > 0)
            {
                var reduction = new NasNetCell(make, NasNetPrevious.Converted, before, current, cellWidth, isReduction: true);
                reductions[group - 1] = Child($"reduction_cell_{group - 1}", reduction);
                (before, current) = (current, 4 * cellWidth);
            }

            groups[group] = new NasNetCell[variant.CellsPerGroup];
            for (var i = 0; i < variant.CellsPerGroup; i++)
            {
                var previous = i == 0 ? NasNetPrevious.Halved : NasNetPrevious.Converted;
                groups[group][i] = Child(
                    CellName(group, i), new NasNetCell(make, previous, before, current, cellWidth, isReduction: false));
                (before, current) = (current, 6 * cellWidth);
            }
        }

        relu = Child("act", ReLU());
        AddDropout("dropout", variant.Dropout);
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "nasnetamobile",
            Family = "NASNet",
            Source = new("https://github.com/Cadene/pretrained-models.pytorch/blob/8aae3d8/pretrainedmodels/models/nasnet_mobile.py"),
            Inputs = [[3, 224, 224]],
            Weights = WeightNaming.Published,
            Statistics = ChannelStatistics.Half,
            Create = (name, options) => new NasNet(name, options, new(Stem: 32, Width: 44, CellsPerGroup: 4, Dropout: 0.5)),
        },
        new()
        {
            Name = "timm_nasnetalarge",
            Family = "NASNet",
            Source = new("https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/nasnet.py"),
            Inputs = [[3, 331, 331]],
            Weights = WeightNaming.Timm,
            Statistics = ChannelStatistics.Half,
            Create = (name, options) => new NasNet(
                name, options, new(Stem: 96, Width: 168, CellsPerGroup: 6, Dropout: 0) { IsLarge = true }),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input)
    {
        var x = conv0.call(input);
        var before = stem0.call(x, x);
        var current = stem1.call(before, x);
        for (var group = 0; group < 3; group++)
        {
            if (group > 0)
            {
                var reduced = reductions[group - 1].call(current, before);
                (before, current) = (variant.IsLarge ? before : current, reduced);
            }

            foreach (var cell in groups[group])
            {
                (before, current) = (current, cell.call(current, before));
            }
        }

        return relu.call(current); // [N, 24 width, H/32, W/32]
    }

    private static NetworkAnatomy Anatomise(Variant variant) => new(
        FirstLayer: "conv0.conv",
        Head: "last_linear",
        CamLayer: "act",
        FeatureCount: 24 * variant.Width,
        MinimumSize: variant.IsLarge ? 3 : 32,
        Stages:
        [
            new("stem", "conv0", "cell_stem_0", "cell_stem_1"),
            new("cells1", [.. CellNames(variant, 0)]),
            new("cells2", ["reduction_cell_0", .. CellNames(variant, 1)]),
            new("cells3", ["reduction_cell_1", .. CellNames(variant, 2)]),
            new("head", "last_linear"),
        ])
    {
        SizeMultiple = variant.IsLarge ? 1 : 32, // the published mobile network pads so that its cells fit together only then
    };

    private static IEnumerable<string> CellNames(Variant variant, int group) =>
        Enumerable.Range(0, variant.CellsPerGroup).Select(cell => CellName(group, cell));

    private static string CellName(int group, int cell) => $"cell_{(group * CellNumbersPerGroup) + cell}";

    /// <summary>What tells the variants apart.</summary>
    /// <param name="Stem">Channels of the first convolution.</param>
    /// <param name="Width">Channels within the cells of the first group; they double from group to group.</param>
    /// <param name="CellsPerGroup">Cells between two reductions.</param>
    /// <param name="Dropout">Before the head.</param>
    private sealed record Variant(int Stem, int Width, int CellsPerGroup, double Dropout)
    {
        /// <summary>timm's large network: the first cell after a reduction reads the last cell but one before it, not the last.</summary>
        public bool IsLarge { get; init; }

        /// <summary>timm's averages count the zeros around the maps, the published mobile network's do not.</summary>
        public bool AveragesPadding => IsLarge;
    }
}

using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Comparison;

/// <summary>One label's two numbers on the same resamples, or why there are none.</summary>
internal sealed record PairedNumbers(string? Label, SampleSize Size)
{
    internal Resampled? First { get; init; }

    internal Resampled? Second { get; init; }

    internal string Missing { get; init; } = "";

    /// <summary>What must be said beside the numbers; "" = nothing.</summary>
    internal string Note { get; init; } = "";

    internal DeLongTest? DeLong { get; init; }

    internal FoldMean? Folds { get; init; }

    /// <summary>The mean over labels; null unless there are at least two.</summary>
    internal static PairedNumbers? Mean(IReadOnlyList<PairedNumbers> labels)
    {
        if (labels.Count < 2)
        {
            return null;
        }
        var usable = labels.Where(one => one.First is not null).OrderBy(one => one.Label, StringComparer.Ordinal).ToArray();
        var size = new SampleSize(labels.Max(one => one.Size.Cases), null, labels.Max(one => one.Size.Patients));
        var without = string.Join(", ", labels.Where(one => one.First is null).Select(one => one.Label));
        return usable.Length == 0
            ? new PairedNumbers(null, size) { Missing = "it cannot be computed for any label" }
            : new PairedNumbers(null, size)
            {
                First = Resampled.Mean([.. usable.Select(one => one.First!)]),
                Second = Resampled.Mean([.. usable.Select(one => one.Second!)]),
                Note = without.Length == 0 ? "" : $"; mean of {usable.Length} of {labels.Count} labels, without {without}",
            };
    }
}

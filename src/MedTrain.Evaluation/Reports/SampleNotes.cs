using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Subgroups;

namespace MedTrain.Evaluation.Reports;

/// <summary>What must be said of intervals that rest on little.</summary>
internal static class SampleNotes
{
    /// <summary>Names the labels with fewer than <see cref="SubgroupTable.FewestCases"/> patients of a class, from which bootstrap
    /// intervals come out too narrow.</summary>
    internal static IEnumerable<string> FewPatients(SampleSet samples, IReadOnlyList<string> labels)
    {
        string[] few = [.. labels.Zip(samples.Labels).Select(one => Few(one.First, one.Second)).OfType<string>()];
        if (few.Length > 0)
        {
            yield return $"Intervals from fewer than {SubgroupTable.FewestCases} patients of a class are too narrow to rely on: "
                + $"{string.Join(", ", few)}.";
        }
    }

    /// <summary>Says in how many replicates a number was undefined.</summary>
    internal static IEnumerable<string> Degenerate(IReadOnlyList<ReportEntry> entries, EvaluationConfig config)
    {
        var most = entries.Where(entry => entry.Measured is Estimate { Degenerate: > 0 })
            .MaxBy(entry => ((Estimate)entry.Measured).Degenerate);
        if (most is not null)
        {
            yield return $"Replicates in which a number was undefined were left out of its interval (at most "
                + $"{MethodsText.Number(((Estimate)most.Measured).Degenerate)} of {MethodsText.Number(config.Replicates)}, for {most.Title}"
                + $"{(most.Label is null ? "" : $" of {most.Label}")}).";
        }
    }

    private static string? Few(string label, Sample? sample)
    {
        if (sample is not BinarySample binary)
        {
            return sample is { PatientCount: < SubgroupTable.FewestCases } ? $"{label} ({sample.PatientCount} patients)" : null;
        }
        int Patients(bool positive) => binary.Patients.Where((_, i) => binary.Positive[i] == positive).Distinct().Count();
        var (positives, negatives) = (Patients(true), Patients(false));
        return Math.Min(positives, negatives) is > 0 and < SubgroupTable.FewestCases
            ? $"{label} ({positives} with, {negatives} without)" : null;
    }
}

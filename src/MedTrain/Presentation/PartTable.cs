using MedTrain.Configuration;
using MedTrain.Data.Cohorts;

namespace MedTrain.Presentation;

/// <summary>Counts of one part of one fold.</summary>
internal sealed record PartCounts(int Fold, string Name, int Cases, int Patients, IReadOnlyList<LabelCount> Labels);

/// <summary>How many cases, patients and positives the parts of a split hold.</summary>
internal static class PartTable
{
    /// <summary>Prints one row a part and fold.</summary>
    public static void Write(ExperimentPlan plan, TextWriter output)
    {
        var labels = plan.Cohort.LabelNames;
        var rows = Parts(plan).Select(part => (IReadOnlyList<string>)
            [$"{part.Fold}", part.Name, $"{part.Cases}", $"{part.Patients}", .. part.Labels.Select(count => $"{count.Positive}")]);
        var counts = labels.Count == 0 ? "" : plan.Cohort.Task == LabelTask.Regression ? "; known values of each label" : "; positive cases of each label";
        TextTable.Write(
            output,
            $"{plan.Cohort.Cases.Count} cases of {plan.Cohort.PatientIds.Count} patients{counts}",
            ["fold", "part", "cases", "patients", .. labels],
            rows,
            [.. Enumerable.Range(2, labels.Count + 2)]);
    }

    /// <summary>The counts.</summary>
    public static IEnumerable<PartCounts> Parts(ExperimentPlan plan) =>
        from fold in plan.Split.Folds
        from part in Enum.GetValues<SplitPart>()
        let cases = fold.IndicesOf(part)
        let patients = cases.Select(index => plan.Cohort.Cases[index].PatientId).Distinct().Count()
        select new PartCounts(fold.Number, ConfigNames.ToKey($"{part}"), cases.Count, patients, plan.Cohort.CountLabels(cases));
}

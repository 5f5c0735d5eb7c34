using MedTrain.Configuration;
using MedTrain.Data.Cohorts;

namespace MedTrain.Presentation;

/// <summary>Prints what is known about an experiment before training.</summary>
internal static class CheckReport
{
    /// <summary>Prints the problems, one line each; or, when there are none, what the parts of the split hold.</summary>
    public static void Write(PlanReading reading, string file, TextWriter output)
    {
        foreach (var line in reading.Lines) { output.WriteLine(line); }

        foreach (var warning in reading.Warnings) { output.WriteLine("Warning: " + warning); }

        if (reading.Plan is { } plan)
        {
            WriteParts(plan, output);
            output.WriteLine($"All is well. Next: medtrain fit {file}");
        }
        else
        {
            var (config, data) = (reading.ConfigProblems.Count, reading.DataProblems.Count);
            output.WriteLine($"{Counted(config)} in the experiment file, {Counted(data)} in the data.");
        }
    }

    /// <summary>Prints the same as JSON.</summary>
    public static void WriteJson(PlanReading reading, TextWriter output) => JsonOutput.Write(output, new
    {
        reading.ExitCode,
        Problems = reading.ConfigProblems.Select(AsJson).Concat(reading.DataProblems.Select(AsJson)),
        reading.Warnings,
        Parts = reading.Plan is { } plan ? Parts(plan) : [],
    });

    private static void WriteParts(ExperimentPlan plan, TextWriter output)
    {
        var labels = plan.Cohort.LabelNames;
        var rows = Parts(plan).Select(part => (IReadOnlyList<string>)
            [$"{part.Fold}", part.Name, $"{part.Cases}", $"{part.Patients}", .. part.Labels.Select(count => $"{count.Positive}")]);
        var counts = plan.Cohort.Task == LabelTask.Regression ? "known values" : "positive cases";
        TextTable.Write(
            output,
            $"{plan.Model.Name} on {plan.Cohort.Cases.Count} cases; {counts} of each label",
            ["fold", "part", "cases", "patients", .. labels],
            rows,
            [.. Enumerable.Range(2, labels.Count + 2)]);
    }

    private static IEnumerable<SplitPartSummary> Parts(ExperimentPlan plan) =>
        from fold in plan.Split.Folds
        from part in Enum.GetValues<SplitPart>()
        let cases = fold.IndicesOf(part)
        let patients = cases.Select(index => plan.Cohort.Cases[index].PatientId).Distinct().Count()
        select new SplitPartSummary(fold.Number, ConfigNames.ToKey($"{part}"), cases.Count, patients, plan.Cohort.CountLabels(cases));

    private static object AsJson(ConfigProblem problem) => new
    {
        Kind = "config", File = problem.Origin.Source, problem.Origin.Line, problem.Origin.Column, problem.Key, Message = problem.Words,
    };

    private static object AsJson(DataProblem problem) =>
        new { problem.Kind, problem.File, problem.Line, Key = problem.ConfigKey, problem.Message };

    private static string Counted(int problems) => problems == 1 ? "1 problem" : $"{problems} problems";

    private sealed record SplitPartSummary(int Fold, string Name, int Cases, int Patients, IReadOnlyList<LabelCount> Labels);
}

using MedTrain.Evaluation.Reports;

namespace MedTrain.Evaluation.Planning;

/// <summary>What to expect of a study that is being planned.</summary>
/// <param name="Plan">The study.</param>
/// <param name="Rows">One a number of cases, from few to many.</param>
/// <param name="Fewest">The fewest cases whose interval is no wider than wanted; null when that was not asked, or more than 100 million
/// would be needed.</param>
/// <param name="Notes">What must be said beside the numbers.</param>
public sealed record SampleSizeTable(
    SampleSizeConfig Plan, IReadOnlyList<ExpectedWidth> Rows, ExpectedWidth? Fewest, IReadOnlyList<string> Notes)
{
    private static readonly int[] UsualCases = [50, 100, 200, 500, 1000, 2000, 5000];

    /// <summary>Computes the table.</summary>
    /// <param name="plan">The study.</param>
    public static SampleSizeTable Make(SampleSizeConfig plan)
    {
        var cases = (plan.Cases ?? UsualCases).Distinct().Order().ToArray();
        var possible = cases.Where(count => Math.Round(count * plan.Prevalence) is >= 1 and var positives && positives < count).ToArray();
        var notes = new List<string>();
        if (possible.Length < cases.Length)
        {
            notes.Add($"With {string.Join(", ", cases.Except(possible))} cases there would be no positive or no negative one.");
        }
        ExpectedWidth Of(int count) => ExpectedWidth.Of(count, plan.Prevalence, plan.Auc, plan.Level);
        ExpectedWidth? fewest = null;
        if (plan.Width is { } width)
        {
            fewest = ExpectedWidth.FewestCases(width, plan.Prevalence, plan.Auc, plan.Level) is { } count ? Of(count) : null;
            notes.Add(fewest is null
                ? $"An interval no wider than {MeasurementText.Digits(width)} would need more than 100 million cases."
                : $"An interval no wider than {MeasurementText.Digits(width)} needs at least {MethodsText.Number(fewest.Cases)} cases "
                    + $"({MethodsText.Number(fewest.Positives)} positive).");
        }
        return new SampleSizeTable(plan, [.. possible.Select(Of)], fewest, notes);
    }

    /// <summary>One row a number of cases.</summary>
    public ReportTable ToTable() => new(
        $"ROC AUC {MeasurementText.Number(Plan.Auc)} at prevalence {MeasurementText.Number(Plan.Prevalence)}: the "
            + $"{MeasurementText.Level(Plan.Level)} interval to expect",
        ["cases", "positive", "negative", "standard error", "interval", "width"],
        [.. Shown.Select(row => (IReadOnlyList<string>)
        [
            MethodsText.Number(row.Cases), MethodsText.Number(row.Positives), MethodsText.Number(row.Negatives),
            MeasurementText.Number(row.StandardError), $"[{MeasurementText.Number(row.Lower)}, {MeasurementText.Number(row.Upper)}]",
            MeasurementText.Number(row.Width),
        ])]);

    /// <summary>The same with every digit.</summary>
    public ReportTable ToLongTable() => new(
        "Sample size",
        ["cases", "positives", "negatives", "auc", "prevalence", "level", "standard_error", "lower", "upper", "width"],
        [.. Shown.Select(row => (IReadOnlyList<string>)
        [
            $"{row.Cases}", $"{row.Positives}", $"{row.Negatives}", .. new[]
            {
                Plan.Auc, Plan.Prevalence, Plan.Level, row.StandardError, row.Lower, row.Upper, row.Width,
            }.Select(MeasurementText.Digits),
        ])]);

    private IEnumerable<ExpectedWidth> Shown =>
        (Fewest is null ? Rows : Rows.Append(Fewest)).DistinctBy(row => row.Cases).OrderBy(row => row.Cases);
}

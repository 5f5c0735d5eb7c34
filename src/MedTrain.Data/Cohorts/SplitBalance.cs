using System.Globalization;
using MedTrain.Data.Statistics;

namespace MedTrain.Data.Cohorts;

/// <summary>Whether one column is alike in two parts of a fold, by patient.</summary>
/// <param name="Fold">Number of the fold.</param>
/// <param name="Column">The column, such as age.</param>
/// <param name="Part">The part that is compared with the training part.</param>
/// <param name="InPart">Mean ± standard deviation, or the shares of each value.</param>
/// <param name="InTraining">The same of the training part.</param>
/// <param name="Test">Welch's t (numbers) or chi-squared (categories).</param>
/// <param name="PValue">The two-sided p value; null when a part has too few known values.</param>
public sealed record BalanceRow(int Fold, string Column, SplitPart Part, string InPart, string InTraining, string Test, double? PValue);

/// <summary>Compares columns such as age and sex between the parts of a split.</summary>
public static class SplitBalance
{
    /// <summary>A column with fewer distinct values is taken for categories, even if they are written as numbers.</summary>
    private const int FewestNumbers = 9;

    /// <summary>Compares validation and test with training in every fold.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="split">Its split.</param>
    /// <param name="columns">The columns.</param>
    /// <returns>One row per fold, column and part that is not empty.</returns>
    public static IReadOnlyList<BalanceRow> Of(Cohort cohort, Split split, IReadOnlyList<string> columns) =>
    [
        .. from fold in split.Folds
           from column in columns
           let isNumeric = IsNumeric(cohort, column)
           from part in new[] { SplitPart.Validation, SplitPart.Test }
           where fold.IndicesOf(part).Count > 0 && fold.Train.Count > 0
           select Compare(fold.Number, column, isNumeric, part, ValuesOf(cohort, fold.IndicesOf(part), column), ValuesOf(cohort, fold.Train, column)),
    ];

    /// <summary>Whether a column holds numbers rather than categories.</summary>
    internal static bool IsNumeric(Cohort cohort, string column)
    {
        var values = cohort.Cases.Select(one => one.Columns.GetValueOrDefault(column, "")).Where(value => !LabelEncoder.IsUnknown(value)).Distinct().ToList();
        return values.Count >= FewestNumbers && values.TrueForAll(value => TryNumber(value, out _));
    }

    /// <summary>Reads a finite number.</summary>
    internal static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static BalanceRow Compare(int fold, string column, bool isNumeric, SplitPart part, List<string> inPart, List<string> inTraining)
    {
        if (isNumeric)
        {
            double[] a = Numbers(inPart), b = Numbers(inTraining);
            return new BalanceRow(fold, column, part, MeanOf(a), MeanOf(b), "Welch's t", WelchTest.PValue(a, b));
        }
        var table = ContingencyTable.Of(inPart.Select(value => (true, value)).Concat(inTraining.Select(value => (false, value))));
        return new BalanceRow(fold, column, part, SharesOf(inPart), SharesOf(inTraining), "chi-squared", table.PValue);
    }

    /// <summary>The first known value of each patient.</summary>
    private static List<string> ValuesOf(Cohort cohort, IEnumerable<int> indices, string column) =>
    [
        .. indices.Select(index => cohort.Cases[index])
            .Where(one => !LabelEncoder.IsUnknown(one.Columns.GetValueOrDefault(column, "")))
            .DistinctBy(one => one.PatientId)
            .Select(one => one.Columns[column]),
    ];

    private static double[] Numbers(List<string> values) => [.. values.Select(value => double.Parse(value, CultureInfo.InvariantCulture))];

    private static string MeanOf(double[] values) => values.Length == 0 ? "unknown" : string.Create(
        CultureInfo.InvariantCulture, $"{values.Average():0.0} ± {Math.Sqrt(WelchTest.Variance(values)):0.0}");

    private static string SharesOf(List<string> values) => values.Count == 0 ? "unknown" : string.Join(", ", values.CountBy(value => value)
        .OrderBy(entry => entry.Key, StringComparer.Ordinal).Take(6)
        .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {100.0 * entry.Value / values.Count:0} %")));
}

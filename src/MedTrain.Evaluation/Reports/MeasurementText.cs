using System.Globalization;
using MedTrain.Evaluation.Intervals;

namespace MedTrain.Evaluation.Reports;

/// <summary>How numbers are written in tables: three decimals, or three digits where a number is large or small.</summary>
internal static class MeasurementText
{
    /// <summary>"0.862 [0.825, 0.895]", or why there is no number or no interval.</summary>
    internal static string Cell(Measurement? measured) => measured switch
    {
        Estimate { HasInterval: true } e => Ends(e.Value, e.Lower, e.Upper),
        Estimate e => $"{Number(e.Value)} ({e.Method})",
        NotComputable n => $"not computable: {n.Reason}",
        _ => "",
    };

    /// <summary>"0.862 [0.825, 0.895]".</summary>
    internal static string Ends(double value, double lower, double upper) => $"{Number(value)} [{Number(lower)}, {Number(upper)}]";

    /// <summary>Three decimals; more for what would then show nothing, fewer for large numbers.</summary>
    internal static string Number(double value) => Math.Abs(value) switch
    {
        double.NaN => "–",
        0 => "0.000",
        < 0.0005 => value.ToString("0.0e0", CultureInfo.InvariantCulture),
        >= 1000 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>Every digit of a number, or nothing where there is none.</summary>
    internal static string Digits(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Value, lower and upper end with every digit; empty where there is none.</summary>
    internal static string[] LongCells(Measurement measured) => measured is Estimate estimate
        ? [Digits(estimate.Value), Digits(estimate.Lower), Digits(estimate.Upper)]
        : ["", "", ""];

    /// <summary>How the interval was made, or why there is no number.</summary>
    internal static string Method(Measurement measured) => measured switch
    {
        Estimate estimate => estimate.Method,
        NotComputable missing => $"not computable: {missing.Reason}",
        _ => "",
    };

    /// <summary>A p value with three decimals, or that it is below 0.001; empty where there is none.</summary>
    internal static string P(double p) => double.IsNaN(p) ? "" : p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A confidence level: "95 %", "99.6 %".</summary>
    internal static string Level(double level) => (100 * level).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}

using System.Globalization;

namespace MedTrain.Evaluation.Intervals;

/// <summary>The interval of one number from its bootstrap replicates.</summary>
public static class BootstrapInterval
{
    // An interval from fewer than half of the replicates says little about the number.
    private const double FewestUsable = 0.5;

    /// <summary>Makes an estimate with its interval.</summary>
    /// <param name="value">The number on the sample itself.</param>
    /// <param name="replicates">The number on each replicate; NaN where undefined. Not changed.</param>
    /// <param name="method">How.</param>
    /// <param name="level">Confidence level, such as 0.95.</param>
    /// <param name="size">Counts of the sample.</param>
    public static Estimate Make(double value, ReadOnlySpan<double> replicates, IntervalMethod method, double level, SampleSize size)
    {
        var sorted = Usable(replicates);
        var degenerate = replicates.Length - sorted.Length;
        var estimate = new Estimate(value, double.NaN, double.NaN, size.Cases, size.Positives, size.Patients, "") { Degenerate = degenerate };
        if (size.Patients < 2)
        {
            return estimate with { Method = "no interval: there is only one patient" };
        }
        if (sorted.Length < Math.Max(1, FewestUsable * replicates.Length))
        {
            return estimate with { Method = string.Create(CultureInfo.InvariantCulture, $"no interval: undefined in {degenerate} of {replicates.Length} replicates") };
        }
        var tail = (1 - level) / 2;
        double lower = Quantile.Of(sorted, tail), upper = Quantile.Of(sorted, 1 - tail);
        if (method == IntervalMethod.Basic)
        {
            (lower, upper) = (2 * value - upper, 2 * value - lower);
        }
        return estimate with { Lower = lower, Upper = upper, Method = Name(method) };
    }

    private static string Name(IntervalMethod method) => method == IntervalMethod.Basic ? "basic bootstrap by patient" : "percentile bootstrap by patient";

    private static double[] Usable(ReadOnlySpan<double> replicates)
    {
        var kept = new double[replicates.Length];
        var count = 0;
        foreach (var value in replicates)
        {
            if (!double.IsNaN(value))
            {
                kept[count++] = value;
            }
        }
        Array.Resize(ref kept, count);
        Array.Sort(kept);
        return kept;
    }
}

/// <summary>What an estimate rests on.</summary>
/// <param name="Cases">Number of cases.</param>
/// <param name="Positives">Number of positive cases; null where there is no such thing.</param>
/// <param name="Patients">Number of patients.</param>
public readonly record struct SampleSize(int Cases, int? Positives, int Patients);

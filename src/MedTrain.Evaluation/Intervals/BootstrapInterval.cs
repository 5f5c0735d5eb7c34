using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Intervals;

/// <summary>The interval of one number from its bootstrap replicates.</summary>
public static class BootstrapInterval
{
    // An interval from fewer than half of the replicates says little about the number.
    private const double FewestUsable = 0.5;

    /// <summary>Makes an estimate with its interval, or says why there is none.</summary>
    /// <param name="number">The number and its replicates; BCa also needs it with patients left out.</param>
    /// <param name="method">How.</param>
    /// <param name="level">Confidence level, such as 0.95.</param>
    /// <param name="size">Counts of the sample.</param>
    public static Measurement Make(Resampled number, IntervalMethod method, double level, SampleSize size)
    {
        if (double.IsNaN(number.Value))
        {
            return new NotComputable("it is 0/0 for these cases", size.Cases, size.Positives, size.Patients);
        }
        var sorted = Usable(number.Replicates);
        var degenerate = number.Replicates.Length - sorted.Length;
        var estimate = Without(number.Value, size, "") with { Degenerate = degenerate };
        if (size.Patients < 2)
        {
            return OnePatient(number.Value, size);
        }
        if (sorted.Length < Math.Max(1, FewestUsable * number.Replicates.Length))
        {
            return estimate with { Method = $"no interval: undefined in {degenerate} of {number.Replicates.Length} replicates" };
        }
        if (NeedsLeftOut(method) && Array.Exists(number.LeftOut, double.IsNaN))
        {
            return estimate with
            {
                Method = $"no interval: {method} needs the value with each patient left out, and without one of them it is undefined",
            };
        }
        var (lower, upper) = Ends(number, sorted, method, (1 - level) / 2);
        return estimate with { Lower = lower, Upper = upper, Method = Name(method) };
    }

    /// <summary>Whether a method needs the number with each patient left out.</summary>
    /// <param name="method">The method.</param>
    internal static bool NeedsLeftOut(IntervalMethod method) => method is IntervalMethod.Bca or IntervalMethod.Jackknife;

    /// <summary>The method in words.</summary>
    /// <param name="method">The method.</param>
    public static string Name(IntervalMethod method) => method switch
    {
        IntervalMethod.Basic => "basic bootstrap by patient",
        IntervalMethod.Bca => "BCa bootstrap by patient",
        IntervalMethod.Jackknife => "jackknife by patient",
        _ => "percentile bootstrap by patient",
    };

    internal static Estimate OnePatient(double value, SampleSize size) => Without(value, size, "no interval: there is only one patient");

    private static Estimate Without(double value, SampleSize size, string why) =>
        new(value, double.NaN, double.NaN, size.Cases, size.Positives, size.Patients, why);

    private static (double Lower, double Upper) Ends(Resampled number, double[] sorted, IntervalMethod method, double tail)
    {
        if (method == IntervalMethod.Bca)
        {
            var correction = BiasCorrected.From(number.Value, sorted, number.LeftOut);
            return (Quantile.Of(sorted, correction.Corrected(tail)), Quantile.Of(sorted, correction.Corrected(1 - tail)));
        }
        if (method == IntervalMethod.Jackknife)
        {
            var interval = Jackknife.Interval(number.Value, number.LeftOut, 1 - 2 * tail);
            return (interval.Lower, interval.Upper);
        }
        double lower = Quantile.Of(sorted, tail), upper = Quantile.Of(sorted, 1 - tail);
        return method == IntervalMethod.Basic ? (2 * number.Value - upper, 2 * number.Value - lower) : (lower, upper);
    }

    private static double[] Usable(double[] replicates)
    {
        var kept = Array.FindAll(replicates, value => !double.IsNaN(value));
        Array.Sort(kept);
        return kept;
    }
}

namespace MedTrain.Evaluation.Resampling;

/// <summary>One number on the sample itself, on each bootstrap replicate, and with each patient left out; NaN where undefined.</summary>
/// <param name="Value">On the sample.</param>
/// <param name="Replicates">On each replicate.</param>
/// <param name="LeftOut">With each patient (or group of patients) left out; empty when that was not asked for.</param>
public sealed record Resampled(double Value, double[] Replicates, double[] LeftOut)
{
    /// <summary>The mean of several numbers on the same resamples; undefined wherever one of them is.</summary>
    /// <param name="numbers">At least one; added in this order.</param>
    public static Resampled Mean(IReadOnlyList<Resampled> numbers) => new(
        numbers.Average(one => one.Value),
        MeanOf([.. numbers.Select(one => one.Replicates)]),
        MeanOf([.. numbers.Select(one => one.LeftOut)]));

    /// <summary>A function of several numbers on the same resamples; undefined wherever one of them is.</summary>
    /// <param name="numbers">At least one.</param>
    /// <param name="function">Takes the numbers of one resample in their order; called from several threads.</param>
    public static Resampled Combine(IReadOnlyList<Resampled> numbers, Func<double[], double> function)
    {
        double At(double[] values) => Array.Exists(values, double.IsNaN) ? double.NaN : function(values);
        double[] Each(Func<Resampled, double[]> column)
        {
            var results = new double[column(numbers[0]).Length];
            Parallel.For(0, results.Length, i => results[i] = At([.. numbers.Select(one => column(one)[i])]));
            return results;
        }
        return new Resampled(At([.. numbers.Select(one => one.Value)]), Each(one => one.Replicates), Each(one => one.LeftOut));
    }

    /// <summary>The difference of two numbers on the same resamples.</summary>
    public static Resampled operator -(Resampled one, Resampled other) => new(
        one.Value - other.Value,
        [.. one.Replicates.Zip(other.Replicates, (a, b) => a - b)],
        [.. one.LeftOut.Zip(other.LeftOut, (a, b) => a - b)]);

    /// <summary>Two-sided p value of the number being 0: twice the share of replicates on the rarer side of 0, never below 2 / (replicates
    /// + 1).</summary>
    /// <returns>NaN when no replicate is defined.</returns>
    public double TwoSidedP()
    {
        var defined = Replicates.Count(value => !double.IsNaN(value));
        var rarer = Math.Min(Replicates.Count(value => value <= 0), Replicates.Count(value => value >= 0));
        return defined == 0 ? double.NaN : Math.Min(1, 2.0 * (rarer + 1) / (defined + 1));
    }

    private static double[] MeanOf(double[][] columns)
    {
        var mean = new double[columns[0].Length];
        foreach (var column in columns)
        {
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += column[i] / columns.Length;
            }
        }
        return mean;
    }
}

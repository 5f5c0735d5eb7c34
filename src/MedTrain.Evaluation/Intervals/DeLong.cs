using MedTrain.Evaluation.Distributions;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Intervals;

/// <summary>
/// Variance and covariance of ROC areas without resampling: DeLong, DeLong and Clarke-Pearson (1988) with midranks
/// (Sun and Xu 2014), and for patients with several cases Obuchowski's clustered form (1997), which is the same where each patient has one.
/// </summary>
public sealed class DeLong
{
    private readonly double[][] _areas;
    private readonly double[] _value;
    private readonly BinarySample _sample;

    private DeLong(BinarySample sample, double[] value, double[][] areas) => (_sample, _value, _areas) = (sample, value, areas);

    /// <summary>Number of score sets.</summary>
    public int Count => _value.Length;

    /// <summary>Prepares one or more sets of scores of the same cases.</summary>
    /// <param name="samples">Samples that differ in their scores only.</param>
    /// <exception cref="ArgumentException">Truth or patients differ.</exception>
    public static DeLong Of(params IReadOnlyList<BinarySample> samples)
    {
        var first = samples[0];
        if (samples.Any(one => !one.Positive.SequenceEqual(first.Positive) || !one.Patients.SequenceEqual(first.Patients)))
        {
            throw new ArgumentException("DeLong's covariance needs the same cases in the same order: truth or patients differ.",
                nameof(samples));
        }
        var areas = samples.Select(one => Placements(one.Scores, one.Positive)).ToArray();
        var defined = first.Positives > 0 && first.Negatives > 0;
        var value = areas.Select(area => defined ? area.Where((_, i) => first.Positive[i]).Average() : double.NaN).ToArray();
        return new DeLong(first, value, areas);
    }

    /// <summary>ROC AUC of one set; NaN with one class.</summary>
    /// <param name="set">Index of the set.</param>
    public double Area(int set) => _value[set];

    /// <summary>Covariance of the areas of two sets; NaN where fewer than two patients have positives or fewer than two
    /// negatives.</summary>
    /// <param name="one">Index of a set.</param>
    /// <param name="other">Index of a set; the same for the variance.</param>
    public double Covariance(int one, int other)
    {
        var patients = _sample.Patients.Max() + 1;
        var (positives, negatives) = (new double[patients], new double[patients]);
        for (var i = 0; i < _sample.Count; i++)
        {
            (_sample.Positive[i] ? positives : negatives)[_sample.Patients[i]]++;
        }
        var (x, y) = (Sums(one, positives, negatives), Sums(other, positives, negatives));
        double both = 0, above = 0, below = 0, withPositives = 0, withNegatives = 0, all = 0;
        for (var p = 0; p < patients; p++)
        {
            above += x.Positive[p] * y.Positive[p];
            below += x.Negative[p] * y.Negative[p];
            both += x.Positive[p] * y.Negative[p] + x.Negative[p] * y.Positive[p];
            withPositives += positives[p] > 0 ? 1 : 0;
            withNegatives += negatives[p] > 0 ? 1 : 0;
            all += positives[p] + negatives[p] > 0 ? 1 : 0;
        }
        if (withPositives < 2 || withNegatives < 2)
        {
            return double.NaN;
        }
        double m = _sample.Positives, n = _sample.Negatives;
        return above * withPositives / (withPositives - 1) / (m * m) + below * withNegatives / (withNegatives - 1) / (n * n)
            + both * all / (all - 1) / (m * n);
    }

    /// <summary>Normal interval of one area, cut at 0 and 1; null where the variance is undefined.</summary>
    /// <param name="set">Index of the set.</param>
    /// <param name="level">Confidence level.</param>
    public Interval? Interval(int set, double level)
    {
        var half = Normal.Quantile((1 + level) / 2) * Math.Sqrt(Covariance(set, set));
        return double.IsNaN(half) ? null : new Interval(Math.Max(0, Area(set) - half), Math.Min(1, Area(set) + half), "DeLong");
    }

    /// <summary>The test of two areas being equal.</summary>
    /// <param name="one">Index of a set.</param>
    /// <param name="other">Index of another set.</param>
    /// <returns>Difference one - other, its variance, z and two-sided p; z and p are NaN where the variance is 0 or undefined.</returns>
    public DeLongTest Test(int one, int other)
    {
        var difference = Area(one) - Area(other);
        var variance = Covariance(one, one) + Covariance(other, other) - 2 * Covariance(one, other);
        var z = variance > 1e-20 ? difference / Math.Sqrt(variance) : double.NaN;
        return new DeLongTest(difference, variance, z, double.IsNaN(z) ? double.NaN : Normal.TwoSided(z));
    }

    /// <summary>For each case the share of cases of the other class on its right side: below a positive, above a negative; ties count
    /// half.</summary>
    private static double[] Placements(double[] scores, bool[] positive)
    {
        var keys = (double[])scores.Clone();
        int[] cases = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, cases);
        double positives = positive.Count(one => one), negatives = keys.Length - positives;
        var areas = new double[keys.Length];
        double positivesBelow = 0, negativesBelow = 0;
        for (int start = 0, end; start < keys.Length; start = end)
        {
            double here = 0;
            for (end = start; end < keys.Length && keys[end] == keys[start]; end++)
            {
                here += positive[cases[end]] ? 1 : 0;
            }
            var against = end - start - here;
            for (var i = start; i < end; i++)
            {
                areas[cases[i]] = positive[cases[i]]
                    ? (negativesBelow + against / 2) / negatives
                    : (positives - positivesBelow - here / 2) / positives;
            }
            positivesBelow += here;
            negativesBelow += against;
        }
        return areas;
    }

    /// <summary>By patient: sum of placements of the positive (negative) cases less their number times the area.</summary>
    private (double[] Positive, double[] Negative) Sums(int set, double[] positives, double[] negatives)
    {
        var above = Array.ConvertAll(positives, count => -count * Area(set));
        var below = Array.ConvertAll(negatives, count => -count * Area(set));
        for (var i = 0; i < _sample.Count; i++)
        {
            (_sample.Positive[i] ? above : below)[_sample.Patients[i]] += _areas[set][i];
        }
        return (above, below);
    }
}

/// <summary>DeLong's test of two correlated ROC areas.</summary>
/// <param name="Difference">First area minus second.</param>
/// <param name="Variance">Variance of the difference.</param>
/// <param name="Z">Difference in standard errors; NaN where the variance is 0 or undefined.</param>
/// <param name="P">Two-sided p; NaN where z is.</param>
public sealed record DeLongTest(double Difference, double Variance, double Z, double P);

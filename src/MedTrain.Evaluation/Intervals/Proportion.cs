using MedTrain.Evaluation.Distributions;

namespace MedTrain.Evaluation.Intervals;

/// <summary>Intervals of a proportion of independent cases, such as sensitivity where each patient has one case.</summary>
public static class Proportion
{
    /// <summary>Wilson's score interval (1927): close to its level also for few cases.</summary>
    /// <param name="successes">0 … <paramref name="cases"/>.</param>
    /// <param name="cases">At least 1.</param>
    /// <param name="level">Confidence level.</param>
    public static Interval Wilson(int successes, int cases, double level)
    {
        Check(successes, cases);
        double n = cases, p = successes / n, z = Normal.Quantile((1 + level) / 2);
        var middle = (p + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return new Interval(successes == 0 ? 0 : middle - half, successes == cases ? 1 : middle + half, "Wilson");
    }

    /// <summary>Clopper and Pearson's exact interval (1934): never below its level, so wider.</summary>
    /// <inheritdoc cref="Wilson" path="/param"/>
    public static Interval ClopperPearson(int successes, int cases, double level)
    {
        Check(successes, cases);
        var tail = (1 - level) / 2;
        var lower = successes == 0 ? 0 : Beta.Quantile(tail, successes, cases - successes + 1);
        var upper = successes == cases ? 1 : Beta.Quantile(1 - tail, successes + 1, cases - successes);
        return new Interval(lower, upper, "Clopper-Pearson");
    }

    private static void Check(int successes, int cases)
    {
        if (cases < 1 || successes < 0 || successes > cases)
        {
            throw new ArgumentOutOfRangeException(nameof(successes), $"{successes} of {cases}: a proportion needs at least one case, and "
                + "from none to all of them as successes.");
        }
    }
}

using MedTrain.Evaluation.Distributions;

namespace MedTrain.Evaluation.Planning;

/// <summary>How wide the interval of a ROC AUC will be, before a study is run (Hanley and McNeil 1982).</summary>
/// <param name="Positives">Number of positive cases.</param>
/// <param name="Negatives">Number of negative cases.</param>
/// <param name="StandardError">Expected standard error of the area.</param>
/// <param name="Lower">Expected lower end, not below 0.</param>
/// <param name="Upper">Expected upper end, not above 1.</param>
public sealed record ExpectedWidth(int Positives, int Negatives, double StandardError, double Lower, double Upper)
{
    /// <summary>Number of cases.</summary>
    public int Cases => Positives + Negatives;

    /// <summary>Width of the interval.</summary>
    public double Width => Upper - Lower;

    /// <summary>The interval to expect.</summary>
    /// <param name="cases">Number of independent cases (patients).</param>
    /// <param name="prevalence">Share of positive cases, above 0 and below 1.</param>
    /// <param name="area">Expected ROC AUC, 0 … 1.</param>
    /// <param name="level">Confidence level.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range, or there would be no positive or no negative
    /// case.</exception>
    public static ExpectedWidth Of(int cases, double prevalence, double area, double level = 0.95)
    {
        var positives = (int)Math.Round(cases * prevalence);
        if (area is not (>= 0 and <= 1) || positives < 1 || positives >= cases)
        {
            throw new ArgumentOutOfRangeException(nameof(cases), $"{cases} cases with prevalence {prevalence} and area {area}: there must "
                + "be at least one positive and one negative case, and an area from 0 to 1.");
        }
        double m = positives, n = cases - positives;
        double q1 = area / (2 - area), q2 = 2 * area * area / (1 + area);
        var error = Math.Sqrt((area * (1 - area) + (m - 1) * (q1 - area * area) + (n - 1) * (q2 - area * area)) / (m * n));
        var half = Normal.Quantile((1 + level) / 2) * error;
        return new ExpectedWidth(positives, cases - positives, error, Math.Max(0, area - half), Math.Min(1, area + half));
    }

    /// <summary>The fewest cases whose interval is no wider than wanted.</summary>
    /// <param name="width">Largest width, above 0.</param>
    /// <param name="prevalence">Share of positive cases, above 0 and below 1.</param>
    /// <param name="area">Expected ROC AUC, above 0 and below 1.</param>
    /// <param name="level">Confidence level.</param>
    /// <returns>The number of cases; null when more than 100 million would be needed.</returns>
    public static int? FewestCases(double width, double prevalence, double area, double level = 0.95)
    {
        const int most = 100_000_000;
        var (low, high) = ((int)Math.Ceiling(2 / Math.Min(prevalence, 1 - prevalence)), most);
        if (Of(high, prevalence, area, level).Width > width)
        {
            return null;
        }
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = Of(middle, prevalence, area, level).Width <= width ? (low, middle) : (middle + 1, high);
        }
        return low;
    }
}

namespace MedTrain.Evaluation.Figures;

/// <summary>The loss over a learning rate that grows from step to step.</summary>
public static class LearningRateFigure
{
    /// <summary>Draws it.</summary>
    /// <param name="title">What was trained.</param>
    /// <param name="points">Rate and loss of each step.</param>
    /// <param name="smoothed">The losses smoothed over the steps.</param>
    /// <param name="chosen">The rate that was chosen; null for none.</param>
    /// <returns>SVG.</returns>
    public static string ToSvg(string title, IReadOnlyList<(double Rate, double Loss)> points, IReadOnlyList<double> smoothed, double? chosen)
    {
        double[] exponents = [.. points.Select(point => Math.Log10(point.Rate))];
        var losses = AxisRange.Around(smoothed);
        var plot = new Plot(title, "log10 of the learning rate", "loss", AxisRange.Around(exponents), losses);
        foreach (var (x, point) in exponents.Zip(points)) { plot.Mark(x, point.Loss, Palette.Grey); }

        plot.Curve(exponents.Zip(smoothed), Palette.Blue);
        if (chosen is { } rate)
        {
            plot.Whisker(Math.Log10(rate), losses.Low, losses.High, Palette.Vermilion);
            plot.Key($"chosen: {rate.ToString("0.##e0", System.Globalization.CultureInfo.InvariantCulture)}", Palette.Vermilion);
        }

        return plot.ToSvg();
    }
}

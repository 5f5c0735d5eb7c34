using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Figures;

/// <summary>The figures of one quantity: Bland and Altman's plot, and predicted against true values.</summary>
internal sealed class AgreementFigures(string quantity, RegressionSample sample, ResamplingPlan plan, double level)
{
    // More points than this say no more, and make a page slow.
    private const int MostPoints = 4000;

    private static readonly string[] Lines = ["mean_error", "agreement_lower", "agreement_upper"];

    /// <summary>Every figure that the sample allows.</summary>
    internal IEnumerable<Figure> All()
    {
        yield return Scatter();
        if (sample.Count > 1)
        {
            yield return BlandAltman();
        }
    }

    private Figure BlandAltman()
    {
        var drawn = Drawn();
        var middles = Array.ConvertAll(drawn, i => (sample.Truth[i] + sample.Predicted[i]) / 2);
        var errors = Array.ConvertAll(drawn, i => sample.Predicted[i] - sample.Truth[i]);
        var limits = Limits();
        var x = AxisRange.Around(middles);
        var y = AxisRange.Around([.. errors, .. limits.SelectMany(one => new[] { one.Value, one.Lower, one.Upper })
            .Where(double.IsFinite)]);
        var plot = new Plot($"Bland-Altman: {quantity}", "mean of predicted and true", "predicted - true", x, y);
        plot.Curve([(x.Low, 0), (x.High, 0)], Palette.Grey);
        foreach (var (middle, error) in middles.Zip(errors))
        {
            plot.Mark(middle, error, Palette.Blue);
        }
        foreach (var (line, (value, lower, upper)) in Lines.Zip(limits))
        {
            if (double.IsFinite(lower) && double.IsFinite(upper))
            {
                plot.Band([(x.Low, lower, upper), (x.High, lower, upper)], Palette.Vermilion);
            }
            plot.Curve([(x.Low, value), (x.High, value)], Palette.Vermilion, dashed: line != "mean_error");
        }
        plot.Key($"limits of agreement {MeasurementText.Number(limits[1].Value)}, {MeasurementText.Number(limits[2].Value)}",
            Palette.Vermilion);
        plot.Key($"mean {MeasurementText.Number(limits[0].Value)}, {MeasurementText.Level(level)} bands", Palette.Vermilion);
        return new Figure(Figure.NameOf("bland-altman", quantity), plot.ToSvg());
    }

    private Figure Scatter()
    {
        var drawn = Drawn();
        var range = AxisRange.Around([.. drawn.Select(i => sample.Truth[i]), .. drawn.Select(i => sample.Predicted[i])]);
        var plot = new Plot($"Predicted against true: {quantity}", "true", "predicted", range, range);
        plot.Curve([(range.Low, range.Low), (range.High, range.High)], Palette.Grey, dashed: true);
        foreach (var i in drawn)
        {
            plot.Mark(sample.Truth[i], sample.Predicted[i], Palette.Blue);
        }
        plot.Key(drawn.Length < sample.Count ? $"{drawn.Length} of {sample.Count} cases shown" : $"{sample.Count} cases", Palette.Blue);
        return new Figure(Figure.NameOf("scatter", quantity), plot.ToSvg());
    }

    private int[] Drawn()
    {
        var step = (sample.Count + MostPoints - 1) / MostPoints;
        return [.. Enumerable.Range(0, sample.Count).Where(i => i % step == 0)];
    }

    private (double Value, double Lower, double Upper)[] Limits()
    {
        var quantities = new Quantities();
        foreach (var line in Lines)
        {
            quantities.Add(MetricTable.Find(line), sample);
        }
        return Array.ConvertAll(quantities.On(plan), number =>
            BootstrapInterval.Make(number, IntervalMethod.Percentile, level, SampleSize.Of(sample)) is Estimate estimate
                ? (estimate.Value, estimate.Lower, estimate.Upper)
                : (number.Value, double.NaN, double.NaN));
    }
}

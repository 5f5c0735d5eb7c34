using MedTrain.Evaluation.Curves;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Readers;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Figures;

/// <summary>The curves of one label, each with its confidence band.</summary>
internal sealed class CurveFigures(string label, BinarySample sample, ResamplingPlan plan, double level)
{
    private const int GridPoints = 101;

    private static readonly double[] Grid = [.. Enumerable.Range(0, GridPoints).Select(i => i / (GridPoints - 1.0))];

    private static readonly MetricValue[] EachPoint =
        [.. Enumerable.Range(0, GridPoints).Select(i => new MetricValue(totals => totals[i]))];

    private static readonly double[] ActAt = [.. Enumerable.Range(1, 99).Select(i => i / 100.0)];

    /// <summary>Every figure that the sample allows.</summary>
    /// <param name="readers">Operating points of readers to show in the ROC figure.</param>
    internal IEnumerable<Figure> All(IReadOnlyList<(double FalsePositiveRate, double Sensitivity)> readers)
    {
        if (Need.Positive.Met(sample) && Need.Negative.Met(sample))
        {
            yield return Roc(readers);
            yield return PrecisionRecall();
            if (Need.Probability.Met(sample))
            {
                yield return Reliability();
                yield return Decision();
            }
        }
        yield return ConfusionFigure.Make(label, ["negative", "positive"], Cells());
    }

    private Figure Roc(IReadOnlyList<(double FalsePositiveRate, double Sensitivity)> readers)
    {
        var plot = new Plot($"ROC: {label}", "1 - specificity", "sensitivity", (0, 1), (0, 1));
        plot.Curve([(0, 0), (1, 1)], Palette.Grey, dashed: true);
        var grid = TallySource.Of<BinarySample>(one => RocGrid.Sensitivity(one, GridPoints));
        Shade(plot, Band.Of(sample, grid, EachPoint, plan, level), Grid);
        plot.Curve(RocCurve.Of(sample.Scores, sample.Positive).Select(point => (point.FalsePositiveRate, point.TruePositiveRate)),
            Palette.Blue);
        if (readers.Count > 0)
        {
            plot.Curve(Grid.Zip(ConcaveRoc.Curve(readers, Grid)), Palette.Vermilion);
            foreach (var (x, y) in readers)
            {
                plot.Point(x, y, Palette.Vermilion);
            }
            plot.Key($"{readers.Count} readers, concave spline AUC {MeasurementText.Number(ConcaveRoc.Area(readers))}",
                Palette.Vermilion);
        }
        var area = MeasurementText.Number(RocAuc.Compute(sample.Scores, sample.Positive)!.Value);
        plot.Key($"AUC {area}, {MeasurementText.Level(level)} band", Palette.Blue);
        return new Figure(Figure.NameOf("roc", label), plot.ToSvg());
    }

    private Figure PrecisionRecall()
    {
        var plot = new Plot($"Precision and recall: {label}", "recall", "precision", (0, 1), (0, 1));
        var prevalence = (double)sample.Positives / sample.Count;
        plot.Curve([(0, prevalence), (1, prevalence)], Palette.Grey, dashed: true);
        var grid = TallySource.Of<BinarySample>(one => RocGrid.Precision(one, GridPoints));
        Shade(plot, Band.Of(sample, grid, EachPoint, plan, level), Grid);
        plot.Curve(PrecisionRecallCurve.Of(sample.Scores, sample.Positive).Select(point => (point.Recall, point.Precision)), Palette.Blue);
        plot.Key($"prevalence {MeasurementText.Number(prevalence)}", Palette.Grey);
        return new Figure(Figure.NameOf("pr", label), plot.ToSvg());
    }

    private Figure Reliability()
    {
        const int bins = 10;
        var plot = new Plot($"Reliability: {label}", "predicted probability", "share of positives", (0, 1), (0, 1));
        plot.Curve([(0, 0), (1, 1)], Palette.Grey, dashed: true);
        MetricValue Share(int bin) => sums => sums[3 * bin + 1] / sums[3 * bin];
        var band = Band.Of(sample, BinnedCalibration.Positive(bins), [.. Enumerable.Range(0, bins).Select(Share)], plan, level);
        foreach (var bin in ReliabilityCurve.Of(sample, bins))
        {
            var (_, lower, upper) = band[BinnedCalibration.Bin(bin.Probability, bins)];
            if (!double.IsNaN(lower))
            {
                plot.Whisker(bin.Probability, lower, upper, Palette.Blue);
            }
            plot.Point(bin.Probability, bin.Share, Palette.Blue);
        }
        plot.Key($"{bins} bins, {MeasurementText.Level(level)} intervals", Palette.Blue);
        return new Figure(Figure.NameOf("reliability", label), plot.ToSvg());
    }

    private Figure Decision()
    {
        var prevalence = (double)sample.Positives / sample.Count;
        var top = Math.Ceiling(prevalence * 20) / 20;
        var plot = new Plot($"Decision curve: {label}", "probability at which one acts", "net benefit", (0, 1), (-0.25 * top, top));
        var curve = DecisionCurve.Of(sample, ActAt);
        plot.Curve([(0, 0), (1, 0)], Palette.Grey);
        plot.Curve(curve.Where(point => point.All >= -0.25 * top).Select(point => (point.Threshold, point.All)), Palette.Orange,
            dashed: true);
        Shade(plot, Band.Of(sample, NetBenefits.Source(ActAt), NetBenefits.Values(ActAt), plan, level), ActAt);
        plot.Curve(curve.Select(point => (point.Threshold, point.Model)), Palette.Blue);
        plot.Key("nobody", Palette.Grey);
        plot.Key("everybody", Palette.Orange);
        plot.Key($"model, {MeasurementText.Level(level)} band", Palette.Blue);
        return new Figure(Figure.NameOf("decision", label), plot.ToSvg());
    }

    private double[] Cells()
    {
        var cells = Confusion.Of(sample.Positive, sample.Called);
        return [cells.TrueNegatives, cells.FalsePositives, cells.FalseNegatives, cells.TruePositives];
    }

    private static void Shade(Plot plot, (double Value, double Lower, double Upper)[] band, IEnumerable<double> at)
    {
        var drawn = at.Zip(band, (x, one) => (x, one.Lower, one.Upper)).Where(one => !double.IsNaN(one.Lower)).ToArray();
        if (drawn.Length > 1)
        {
            plot.Band(drawn, Palette.Blue);
        }
    }
}

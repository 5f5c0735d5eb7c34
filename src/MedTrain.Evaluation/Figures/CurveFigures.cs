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

    /// <summary>False-positive rates and recalls at which bands are computed.</summary>
    internal static readonly double[] Grid = [.. Enumerable.Range(0, GridPoints).Select(i => i / (GridPoints - 1.0))];

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
        Shade(plot, RocBand(sample, plan, level), Grid);
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

    /// <summary>The interval of the sensitivity at each false-positive rate of <see cref="Grid"/>.</summary>
    internal static (double Value, double Lower, double Upper)[] RocBand(BinarySample sample, ResamplingPlan plan, double level) =>
        Band.Of(sample, TallySource.Of<BinarySample>(one => RocGrid.Sensitivity(one, GridPoints)), EachPoint, plan, level);

    private Figure PrecisionRecall()
    {
        var plot = new Plot($"Precision and recall: {label}", "recall", "precision", (0, 1), (0, 1)) { KeyAt = Corner.UpperRight };
        var prevalence = (double)sample.Positives / sample.Count;
        plot.Curve([(0, prevalence), (1, prevalence)], Palette.Grey, dashed: true);
        var grid = TallySource.Of<BinarySample>(one => RocGrid.Precision(one, GridPoints));
        Shade(plot, Band.Of(sample, grid, EachPoint, plan, level), Grid);
        var points = PrecisionRecallCurve.Of(sample.Scores, sample.Positive);
        plot.Curve(points.Select(point => (point.Recall, point.Precision)), Palette.Blue);
        plot.Key($"prevalence {MeasurementText.Number(prevalence)}", Palette.Grey);
        var area = MeasurementText.Number(points.Zip(points.Skip(1), (from, to) => (to.Recall - from.Recall) * to.Precision).Sum());
        plot.Key($"average precision {area}, {MeasurementText.Level(level)} band", Palette.Blue);
        return new Figure(Figure.NameOf("pr", label), plot.ToSvg());
    }

    private Figure Reliability()
    {
        const int bins = 10;
        var plot = new Plot($"Reliability: {label}", "predicted probability", "share of positives", (0, 1), (0, 1))
        {
            KeyAt = Corner.UpperLeft,
        };
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
        var band = Band.Of(sample, NetBenefits.Source(ActAt), NetBenefits.Values(ActAt), plan, level);
        double[] highest = [prevalence, .. band.Select(point => point.Upper).Where(double.IsFinite)];
        var y = AxisRange.Around([-0.15 * prevalence, highest.Max()]);
        var plot = new Plot($"Decision curve: {label}", "probability at which one acts", "net benefit", (0, 1), y)
        {
            KeyAt = Corner.UpperRight,
        };
        var curve = DecisionCurve.Of(sample, ActAt);
        plot.Curve([(0, 0), (1, 0)], Palette.Grey);
        plot.Curve(curve.Where(point => point.All >= y.Low).Select(point => (point.Threshold, point.All)), Palette.Orange, dashed: true);
        Shade(plot, band, ActAt);
        foreach (var run in Above(curve.Select(point => (point.Threshold, point.Model)), y.Low))
        {
            plot.Curve(run, Palette.Blue);
        }
        plot.Key("nobody", Palette.Grey);
        plot.Key("everybody", Palette.Orange);
        plot.Key($"model, {MeasurementText.Level(level)} band", Palette.Blue);
        return new Figure(Figure.NameOf("decision", label), plot.ToSvg());
    }

    /// <summary>The parts of a curve that lie within the plot.</summary>
    private static IEnumerable<List<(double X, double Y)>> Above(IEnumerable<(double X, double Y)> curve, double low)
    {
        List<List<(double X, double Y)>> runs = [[]];
        foreach (var point in curve)
        {
            if (point.Y >= low)
            {
                runs[^1].Add(point);
            }
            else if (runs[^1].Count > 0)
            {
                runs.Add([]);
            }
        }
        return runs.Where(run => run.Count > 1);
    }

    private double[] Cells()
    {
        var cells = Confusion.Of(sample.Positive, sample.Called);
        return [cells.TrueNegatives, cells.FalsePositives, cells.FalseNegatives, cells.TruePositives];
    }

    /// <summary>Draws a band where it is defined.</summary>
    internal static void Shade(
        Plot plot, (double Value, double Lower, double Upper)[] band, IEnumerable<double> at, string colour = Palette.Blue)
    {
        var drawn = at.Zip(band, (x, one) => (x, one.Lower, one.Upper)).Where(one => !double.IsNaN(one.Lower)).ToArray();
        if (drawn.Length > 1)
        {
            plot.Band(drawn, colour);
        }
    }
}

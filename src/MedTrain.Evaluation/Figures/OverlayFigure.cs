using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Curves;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Figures;

/// <summary>The ROC curves of several models for one label.</summary>
internal static class OverlayFigure
{
    private static readonly string[] Colours =
        [Palette.Blue, Palette.Vermilion, Palette.Green, Palette.Purple, Palette.Orange, Palette.Sky];

    // The bands of more models would hide each other.
    private const int MostBands = 3;

    /// <summary>Draws the curves, of few models with their bands; null where the label lacks a class.</summary>
    /// <param name="label">The label.</param>
    /// <param name="models">Name and predictions of each, the label among them.</param>
    /// <param name="config">How the models are compared: bands come from the same resamples.</param>
    internal static Figure? Make(string label, IReadOnlyList<(string Name, PredictionTable Table)> models, ComparisonConfig config)
    {
        var plot = new Plot($"ROC: {label}", "1 - specificity", "sensitivity", (0, 1), (0, 1));
        plot.Curve([(0, 0), (1, 1)], Palette.Grey, dashed: true);
        foreach (var (index, (name, table)) in models.Index().Reverse())
        {
            var column = table.Labels.ToList().IndexOf(label);
            var patients = new PatientIndex(table);
            int[] known = [.. patients.Rows.Where(row => !double.IsNaN(table.Truth(column)[row]))];
            var scores = Array.ConvertAll(known, row => table.Scores(column)[row]);
            var positive = Array.ConvertAll(known, row => table.Truth(column)[row] == 1);
            if (RocAuc.Compute(scores, positive) is not { } area)
            {
                return null;
            }
            var colour = Colours[index % Colours.Length];
            if (models.Count <= MostBands)
            {
                var sample = new BinarySample(scores, positive, positive, Array.ConvertAll(known, row => patients.OfCase[row]));
                var band = CurveFigures.RocBand(sample, config.Plan(patients.Count) with { LeaveOut = false }, config.Level);
                CurveFigures.Shade(plot, band, CurveFigures.Grid, colour);
            }
            plot.Curve(RocCurve.Of(scores, positive).Select(point => (point.FalsePositiveRate, point.TruePositiveRate)), colour);
            plot.Key($"{name}: AUC {MeasurementText.Number(area)}", colour);
        }
        if (models.Count <= MostBands)
        {
            plot.Key($"{MeasurementText.Level(config.Level)} bands", Palette.Grey);
        }
        return new Figure(Figure.NameOf("roc", label), plot.ToSvg());
    }
}

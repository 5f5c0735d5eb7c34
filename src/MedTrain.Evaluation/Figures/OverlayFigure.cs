using MedTrain.Evaluation.Curves;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;

namespace MedTrain.Evaluation.Figures;

/// <summary>The ROC curves of several models for one label.</summary>
internal static class OverlayFigure
{
    private static readonly string[] Colours =
        [Palette.Blue, Palette.Vermilion, Palette.Green, Palette.Purple, Palette.Orange, Palette.Sky];

    /// <summary>Draws the curves; null where the label lacks a class.</summary>
    /// <param name="label">The label.</param>
    /// <param name="models">Name and predictions of each, the label among them.</param>
    internal static Figure? Make(string label, IReadOnlyList<(string Name, PredictionTable Table)> models)
    {
        var plot = new Plot($"ROC: {label}", "1 - specificity", "sensitivity", (0, 1), (0, 1));
        plot.Curve([(0, 0), (1, 1)], Palette.Grey, dashed: true);
        foreach (var (index, (name, table)) in models.Index().Reverse())
        {
            var column = table.Labels.ToList().IndexOf(label);
            int[] known = [.. Enumerable.Range(0, table.Count).Where(row => !double.IsNaN(table.Truth(column)[row]))];
            var scores = Array.ConvertAll(known, row => table.Scores(column)[row]);
            var positive = Array.ConvertAll(known, row => table.Truth(column)[row] == 1);
            if (RocAuc.Compute(scores, positive) is not { } area)
            {
                return null;
            }
            var colour = Colours[index % Colours.Length];
            plot.Curve(RocCurve.Of(scores, positive).Select(point => (point.FalsePositiveRate, point.TruePositiveRate)), colour);
            plot.Key($"{name}: AUC {MeasurementText.Number(area)}", colour);
        }
        return new Figure(Figure.NameOf("roc", label), plot.ToSvg());
    }
}

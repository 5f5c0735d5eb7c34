using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Calibration;

/// <summary>One temperature for all classes: p_k is raised to the power 1 / T and normalised, which divides the logits of a softmax by
/// T.</summary>
internal static class ClassTemperature
{
    /// <summary>The temperature with the lowest log loss on cases whose class is known.</summary>
    internal static double Fit(PredictionTable validation)
    {
        var logs = Logs(validation);
        int[] known = [.. Enumerable.Range(0, validation.Count).Where(row => !double.IsNaN(validation.Truth(0)[row]))];
        if (known.Length == 0)
        {
            throw new EvaluationException("No class is known in the validation predictions, so they cannot calibrate.");
        }
        var truth = Array.ConvertAll(known, row => Enumerable.Range(0, logs.Length).First(label => validation.Truth(label)[row] == 1));
        double Loss(double logTemperature)
        {
            var scale = Math.Exp(-logTemperature);
            return known.Select((row, i) => LogSum(logs, row, scale) - scale * logs[truth[i]][row]).Sum();
        }
        return Math.Exp(GoldenSection.Minimise(Loss, Math.Log(1e-3), Math.Log(1e3)));
    }

    internal static double[][] Apply(PredictionTable table, double temperature)
    {
        var logs = Logs(table);
        return Array.ConvertAll(logs, column =>
            column.Select((log, row) => Math.Exp(log / temperature - LogSum(logs, row, 1 / temperature))).ToArray());
    }

    private static double LogSum(double[][] logs, int row, double scale)
    {
        var most = logs.Max(column => column[row]) * scale;
        return most + Math.Log(logs.Sum(column => Math.Exp(scale * column[row] - most)));
    }

    private static double[][] Logs(PredictionTable table) => [.. Enumerable.Range(0, table.Labels.Count).Select(label =>
        Array.ConvertAll(table.Scores(label).ToArray(), p => p is >= 0 and <= 1
            ? Math.Log(Math.Max(p, Probabilities.Clip))
            : throw new EvaluationException(
                $"{table.Labels[label]}: temperature scaling is for probabilities, but a score is {p}. Use platt or isotonic.")))];
}

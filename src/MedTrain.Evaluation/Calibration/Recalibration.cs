using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Calibration;

/// <summary>How scores are turned into calibrated probabilities.</summary>
public enum CalibrationMethod
{
    /// <summary>One temperature a label; for multiclass one for all classes.</summary>
    Temperature,

    /// <summary>A logistic curve a label.</summary>
    Platt,

    /// <summary>A curve that never falls a label; needs about a thousand validation cases to be better than the others.</summary>
    Isotonic,

    /// <summary>A straight line a quantity, for regression; see <see cref="AgeBiasCorrection"/>.</summary>
    AgeBias,
}

/// <summary>Calibrates a table of predictions with curves fitted on another.</summary>
public static class Recalibration
{
    /// <summary>Fits on validation, applies to the table; with several folds each fold by its own validation.</summary>
    /// <param name="table">Predictions to calibrate.</param>
    /// <param name="validation">Predictions of other patients by the same networks.</param>
    /// <param name="method">How.</param>
    /// <returns>The table with calibrated scores; classes of a multiclass row sum to 1.</returns>
    /// <exception cref="EvaluationException">The two share patients, labels or folds differ, the method is for another task, or validation
    /// has one class only.</exception>
    public static PredictionTable Apply(PredictionTable table, PredictionTable validation, CalibrationMethod method) =>
        ApplyToBoth(table, validation, method).Table;

    /// <summary>As <see cref="Apply"/>, and the same curves applied to the validation predictions, for choosing thresholds on
    /// them.</summary>
    /// <inheritdoc cref="Apply" path="/param"/>
    /// <inheritdoc cref="Apply" path="/exception"/>
    public static (PredictionTable Table, PredictionTable Validation) ApplyToBoth(
        PredictionTable table, PredictionTable validation, CalibrationMethod method)
    {
        Check(table, method);
        var scores = table.Labels.Select(_ => new double[table.Count]).ToArray();
        // Rows of folds that the table lacks keep their scores.
        var seen = Enumerable.Range(0, validation.Labels.Count).Select(label => validation.Scores(label).ToArray()).ToArray();
        foreach (var (fold, rows, part) in MatchedValidation.Of(table, validation))
        {
            var kept = rows.ToHashSet();
            Scatter(Fold(table.Where(kept.Contains), part, method), scores, rows);
            int[] own = [.. Enumerable.Range(0, validation.Count).Where(row => fold is null || validation.Folds[row] == fold)];
            Scatter(Fold(part, part, method), seen, own);
        }
        return (table.WithScores(scores), validation.WithScores(seen));
    }

    /// <summary>Fits the curve of one label.</summary>
    /// <param name="scores">Scores of validation cases.</param>
    /// <param name="positive">Their truth.</param>
    /// <param name="method">How.</param>
    public static Calibrator Fit(double[] scores, bool[] positive, CalibrationMethod method) => method switch
    {
        CalibrationMethod.Temperature => TemperatureScaling.Fit(scores, positive),
        CalibrationMethod.Platt => PlattScaling.Fit(scores, positive),
        CalibrationMethod.Isotonic => IsotonicCalibration.Fit(scores, positive),
        _ => throw new ArgumentOutOfRangeException(nameof(method), "Probabilities have no age bias; see AgeBiasCorrection.Fit."),
    };

    private static void Check(PredictionTable table, CalibrationMethod method)
    {
        if (table.Task == PredictionTask.Regression != (method == CalibrationMethod.AgeBias))
        {
            throw new EvaluationException(table.Task == PredictionTask.Regression
                ? "Quantities are not calibrated as probabilities. Use age_bias, which corrects a bias that grows with the quantity."
                : $"age_bias corrects quantities such as age; this is a {table.Task} table. Use temperature, platt or isotonic.");
        }
    }

    private static void Scatter(double[][] from, double[][] to, int[] rows)
    {
        for (var label = 0; label < to.Length; label++)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                to[label][rows[i]] = from[label][i];
            }
        }
    }

    private static double[][] Fold(PredictionTable table, PredictionTable validation, CalibrationMethod method)
    {
        var scores = table.Task == PredictionTask.Multiclass && method == CalibrationMethod.Temperature
            ? ClassTemperature.Apply(table, ClassTemperature.Fit(validation))
            : Enumerable.Range(0, table.Labels.Count).Select(label => Label(table, validation, method, label)).ToArray();
        if (table.Task == PredictionTask.Multiclass)
        {
            Normalise(scores);
        }
        return scores;
    }

    private static double[] Label(PredictionTable table, PredictionTable validation, CalibrationMethod method, int label)
    {
        var from = validation.Labels.ToList().IndexOf(table.Labels[label]);
        var truth = validation.Truth(from).ToArray();
        int[] known = [.. Enumerable.Range(0, truth.Length).Where(i => !double.IsNaN(truth[i]))];
        if (method == CalibrationMethod.AgeBias)
        {
            var predicted = validation.Scores(from).ToArray();
            var line = AgeBiasCorrection.Fit(Array.ConvertAll(known, i => truth[i]), Array.ConvertAll(known, i => predicted[i]));
            return Array.ConvertAll(table.Scores(label).ToArray(), line.Apply);
        }
        var positive = Array.ConvertAll(known, i => truth[i] == 1);
        if (positive.Distinct().Count() < 2)
        {
            throw new EvaluationException($"{table.Labels[label]}: validation has only one class, so its scores cannot be calibrated. "
                + "Leave this label out, or use more validation cases.");
        }
        var scores = validation.Scores(from).ToArray();
        if (method == CalibrationMethod.Temperature
            && (Array.Exists(scores, NoProbability) || Array.Exists(table.Scores(label).ToArray(), NoProbability)))
        {
            throw new EvaluationException($"{table.Labels[label]}: temperature scaling is for probabilities, but some scores lie outside "
                + "0 … 1. Use platt or isotonic.");
        }
        var curve = Fit(Array.ConvertAll(known, i => scores[i]), positive, method);
        return Array.ConvertAll(table.Scores(label).ToArray(), curve.Apply);
    }

    private static bool NoProbability(double score) => score is < 0 or > 1;

    private static void Normalise(double[][] scores)
    {
        for (var row = 0; row < scores[0].Length; row++)
        {
            var sum = scores.Sum(column => column[row]);
            foreach (var column in scores)
            {
                column[row] = sum > 0 ? column[row] / sum : 1.0 / scores.Length;
            }
        }
    }
}

using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Metrics;

/// <summary>A metric's value without an interval, for following training on the validation part; never for a report.</summary>
public static class PointValue
{
    private const double CallAt = 0.5;

    /// <summary>The mean of the metric over the labels for which it can be computed; metrics of all classes together are one value.</summary>
    /// <param name="metric">A metric of the task.</param>
    /// <param name="task">The task.</param>
    /// <param name="scores">[case][label], finite.</param>
    /// <param name="truth">[case][label]; NaN = unknown.</param>
    /// <returns>The value; null when it cannot be computed for any label.</returns>
    public static double? Of(Metric metric, PredictionTask task, IReadOnlyList<float[]> scores, IReadOnlyList<float[]> truth)
    {
        var called = task == PredictionTask.Multiclass ? scores.Select(Highest).ToArray() : null;
        var samples = metric.Source.Kind == typeof(MulticlassSample)
            ? [Classes(scores, truth, called!)]
            : Enumerable.Range(0, truth.Count == 0 ? 0 : truth[0].Length).Select(label => Label(task, label, scores, truth, called));
        double[] values = [.. samples.Select(sample => sample is null ? double.NaN : Of(metric, sample)).Where(double.IsFinite)];
        return values.Length == 0 ? null : values.Average();
    }

    private static double Of(Metric metric, Sample sample)
    {
        if (metric.WhyNot(sample) is not null)
        {
            return double.NaN;
        }

        var tally = metric.Source.Prepare(sample);
        var once = new ResampleBlock(sample.Count);
        new EveryPatientOnce(sample.Count).Fill(once, 0);
        var lanes = new double[tally.Width * ResampleBlock.Lanes];
        tally.Count(once, lanes);
        return metric.Value([.. Enumerable.Range(0, tally.Width).Select(number => lanes[number * ResampleBlock.Lanes])]);
    }

    private static Sample? Label(PredictionTask task, int label, IReadOnlyList<float[]> scores, IReadOnlyList<float[]> truth, int[]? called)
    {
        int[] known = [.. Enumerable.Range(0, truth.Count).Where(row => !float.IsNaN(truth[row][label]))];
        if (known.Length == 0)
        {
            return null;
        }

        var values = Array.ConvertAll(known, row => (double)scores[row][label]);
        return task == PredictionTask.Regression
            ? new RegressionSample(Array.ConvertAll(known, row => (double)truth[row][label]), values)
            : new BinarySample(
                values,
                Array.ConvertAll(known, row => truth[row][label] == 1),
                Array.ConvertAll(known, row => called is null ? scores[row][label] >= CallAt : called[row] == label));
    }

    private static MulticlassSample? Classes(IReadOnlyList<float[]> scores, IReadOnlyList<float[]> truth, int[] called)
    {
        int[] known = [.. Enumerable.Range(0, truth.Count).Where(row => truth[row].Contains(1))];
        return known.Length == 0 ? null : new MulticlassSample(
            truth[0].Length,
            Array.ConvertAll(known, row => Array.IndexOf(truth[row], 1)),
            Array.ConvertAll(known, row => called[row]),
            [.. Enumerable.Range(0, truth[0].Length).Select(label => Array.ConvertAll(known, row => (double)scores[row][label]))]);
    }

    private static int Highest(float[] row) => Array.IndexOf(row, row.Max());
}

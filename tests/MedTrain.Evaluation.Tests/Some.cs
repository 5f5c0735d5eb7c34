using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Tests;

/// <summary>Arbitrary values, the same for the same seed.</summary>
internal static class Some
{
    /// <summary>Scores on a coarse grid (so that there are ties), higher for positives; several cases a patient.</summary>
    internal static BinarySample Binary(int seed, int cases = 60, int patients = 40, int levels = 20)
    {
        var random = new Random(seed);
        var positive = Enumerable.Range(0, cases).Select(i => i < 2 ? i == 0 : random.NextDouble() < 0.4).ToArray();
        var scores = positive.Select(truth => Math.Round((random.NextDouble() + (truth ? 0.3 : 0)) * levels) / levels).ToArray();
        var called = scores.Select(score => score >= 0.6).ToArray();
        return new BinarySample(scores, positive, called, [.. Enumerable.Range(0, cases).Select(_ => random.Next(patients))]);
    }

    internal static RegressionSample Ages(int seed, int cases = 50, int patients = 50)
    {
        var random = new Random(seed);
        var truth = Enumerable.Range(0, cases).Select(_ => 20 + 60 * random.NextDouble()).ToArray();
        var predicted = truth.Select(age => age + 24 * (random.NextDouble() - 0.5)).ToArray();
        return new RegressionSample(truth, predicted, [.. Enumerable.Range(0, cases).Select(_ => random.Next(patients))]);
    }

    internal static PredictionTable Multilabel(int seed, int cases = 80, int labels = 3, int patients = 50, double unknown = 0.1, string prefix = "")
    {
        var random = new Random(seed);
        var truth = new double[labels][];
        var scores = new double[labels][];
        for (var label = 0; label < labels; label++)
        {
            truth[label] = [.. Enumerable.Range(0, cases)
                .Select(_ => random.NextDouble() < unknown ? double.NaN : random.NextDouble() < 0.4 ? 1.0 : 0.0)];
            scores[label] = [.. truth[label].Select(y => Math.Clamp(random.NextDouble() * 0.8 + (y == 1 ? 0.2 : 0), 0, 1))];
        }
        var who = Enumerable.Range(0, cases).Select(_ => $"{prefix}p{random.Next(patients)}").ToArray();
        return new PredictionTable(
            PredictionTask.Multilabel, [.. Enumerable.Range(0, labels).Select(label => $"finding{label}")],
            [.. Enumerable.Range(0, cases).Select(i => $"c{i}")], who, new int[cases], truth, scores);
    }

    /// <summary>The value of a metric on the sample itself.</summary>
    internal static double Value(string metric, Sample sample) =>
        Replicates(metric, sample, new EveryPatientOnce(sample.Patients.Max() + 1))[0];

    /// <summary>The value of a metric on each resample.</summary>
    internal static double[] Replicates(string metric, Sample sample, Resamples resamples)
    {
        var quantities = new Quantities();
        quantities.Add(MetricTable.Find(metric), sample);
        return quantities.On(resamples)[0];
    }
}

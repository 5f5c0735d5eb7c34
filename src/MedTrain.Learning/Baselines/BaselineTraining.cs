using System.Diagnostics;
using System.Globalization;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Inference;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Training;
using static TorchSharp.torch;
using Linear = TorchSharp.Modules.Linear;

namespace MedTrain.Learning.Baselines;

/// <summary>
/// Fits the head of a linear baseline to the training part at once, in place of a <see cref="TrainingLoop"/>: every label (or class against
/// the rest) for itself, with the C that an inner cross-validation chooses. Counts as one epoch.
/// </summary>
/// <param name="session">The network with the batches.</param>
/// <param name="fit">The kind of fit.</param>
/// <param name="config">Its settings.</param>
public sealed class BaselineTraining(TrainingSession session, LinearFit fit, BaselineConfig config)
{
    private readonly bool isClass = session.Task != PredictionTask.Regression;

    /// <summary>Fits, and puts the weights into the network.</summary>
    /// <param name="stop">Checked between two fits.</param>
    /// <returns>The figures as those of one epoch; for each label the values of C with their scores (one value: not tried).</returns>
    /// <exception cref="TrainingException">A label has no positive or no negative training case.</exception>
    public (EpochResult Result, IReadOnlyList<IReadOnlyList<CostScore>> Tried) Run(CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var clock = Stopwatch.StartNew();
        var cases = session.TrainingBatches.Cases;
        var features = Features(stop); // [N, F]
        var scale = config.Standardize ? FeatureScale.Fit(features) : null;
        scale?.Apply(features);
        var gram = GramMatrix.Of(features);
        var tried = new List<IReadOnlyList<CostScore>>();
        var head = (Linear)session.Network.Head;
        for (var label = 0; label < cases[0].Labels.Length; label++)
        {
            int[] known = [.. Enumerable.Range(0, cases.Count).Where(row => !float.IsNaN(cases[row].Labels[label]))];
            var targets = Targets(known, label);
            var choice = new CostChoice(fit, config, isClass, session.Seed, session.Fold);
            var products = known.Length == cases.Count ? gram : gram.Of(known);
            tried.Add(config.Costs.Count == 1
                ? [new CostScore(config.Costs[0], double.NaN)]
                : choice.Try(products, targets, [.. known.Select(row => cases[row])], stop));
            SetRow(head, label, choice.Fit(products, targets, Best(tried[^1])), features, known, scale);
        }

        return (Result(clock, cases.Count, stop), tried);
    }

    /// <summary>The C with the best score; the smallest of equals.</summary>
    public static double Best(IReadOnlyList<CostScore> tried) =>
        tried.Count == 1 ? tried[0].Cost : tried.OrderByDescending(one => one.Score).ThenBy(one => one.Cost).First().Cost;

    private Tensor Features(CancellationToken stop)
    {
        session.Network.eval();
        var parts = new List<Tensor>();
        foreach (var batch in session.TrainingBatches.InOrder(stop))
        {
            using (batch)
            {
                using var scope = NewDisposeScope();
                parts.Add(session.Network.PooledFeatures(batch.Images(session.Device, channelsLast: false), batch.Context(session.Device)).cpu().MoveToOuterDisposeScope());
            }
        }

        return cat(parts, 0);
    }

    private double[] Targets(int[] known, int label)
    {
        var values = known.Select(row => (double)session.TrainingBatches.Cases[row].Labels[label]);
        if (session.Objective is RegressionObjective scaled)
        {
            return [.. values.Select(value => (value - scaled.Means[label]) / scaled.Deviations[label])];
        }

        double[] classes = [.. values];
        return classes.Distinct().Count() == 2 ? classes : throw new TrainingException(
            $"Label {label + 1} has {(classes.Contains(1) ? "no negative" : "no positive")} case in the training part, so nothing can be fitted. "
            + "Add patients, or take the label out of data.labels.");
    }

    private static void SetRow(Linear head, int label, DualFit fitted, Tensor features, int[] known, FeatureScale? scale)
    {
        using var scope = NewDisposeScope();
        var coefficients = zeros([1, features.shape[0]], ScalarType.Float64);
        foreach (var (row, value) in known.Zip(fitted.Coefficients)) { coefficients[0, row] = value; }

        var weights = coefficients.mm(features.to_type(ScalarType.Float64))[0]; // [F]
        var bias = fitted.Bias - (scale?.Fold(weights) ?? 0);
        head.weight[label].copy_(weights);
        head.bias![label].fill_((float)bias);
    }

    private EpochResult Result(Stopwatch clock, int images, CancellationToken stop)
    {
        var training = Predictor.Run(
            session.Network, session.Objective, session.TrainingBatches, session.Config, session.Device, stop);
        var validation = Predictor.Run(
            session.Network, session.Objective, session.ValidationBatches, session.Config, session.Device, stop);
        return new EpochResult
        {
            Epoch = 1,
            TrainingLoss = training.MeanLoss,
            Validation = ValidationScores.Of(validation, session.Task, session.Config),
            Seconds = clock.Elapsed.TotalSeconds,
            ImagesPerSecond = images / clock.Elapsed.TotalSeconds,
            Finished = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds,
        };
    }

    /// <summary>What the fit says for the log, a line a label: the chosen C and its score.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<string> labels, IReadOnlyList<IReadOnlyList<CostScore>> tried) =>
        labels.Zip(tried, (label, scores) =>
        {
            var best = scores.First(one => one.Cost == Best(scores));
            return scores.Count == 1
                ? string.Create(CultureInfo.InvariantCulture, $"{label}: C {best.Cost:g4}, as given")
                : string.Create(CultureInfo.InvariantCulture, $"{label}: C {best.Cost:g4} of {scores.Count}, inner score {best.Score:0.000}");
        });
}

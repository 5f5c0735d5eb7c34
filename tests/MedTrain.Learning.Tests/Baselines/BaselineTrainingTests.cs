using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Baselines;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Baselines;

public class BaselineTrainingTests
{
    [Theory]
    [InlineData("linear-svm", PredictionTask.Binary, false)]
    [InlineData("linear-svm", PredictionTask.Multiclass, true)]
    [InlineData("logistic-regression", PredictionTask.Multilabel, false)]
    [InlineData("linear-regression", PredictionTask.Regression, true)]
    public void A_baseline_learns_what_a_line_can_tell(string name, PredictionTask task, bool standardize)
    {
        using var scope = NewDisposeScope();
        var session = Session(name, task);

        var (result, tried) = new BaselineTraining(
            session, ModelTable.Find(name).Fit!, new BaselineConfig { Costs = [0.01, 1], InnerFolds = 4, Standardize = standardize }).Run(CancellationToken.None);

        Assert.All(tried, scores => Assert.Equal([0.01, 1], scores.Select(one => one.Cost)));
        Assert.True(task == PredictionTask.Regression ? result.Validation.Metrics["mae"] < 0.5 : result.Validation.Metrics["roc_auc"] > 0.9);
    }

    [Fact]
    public void A_label_without_positive_cases_is_refused()
    {
        using var scope = NewDisposeScope();
        var session = Session("linear-svm", PredictionTask.Binary, labelOf: _ => 0);

        var failure = Assert.Throws<TrainingException>(() =>
            new BaselineTraining(session, LinearSvm.Fit, new BaselineConfig { Costs = [1] }).Run(CancellationToken.None));

        Assert.Contains("no positive case", failure.Message, StringComparison.Ordinal);
    }

    // Four pixels; the first says the label, the others are noise.
    private static TrainingSession Session(string name, PredictionTask task, Func<float, float>? labelOf = null)
    {
        static float Value(int index, int pixel) => MathF.Sin((index * 12.9898f) + (pixel * 78.233f)) * 2;
        var images = new SampleSource([1, 2, 2], (index, sample) =>
        {
            for (var pixel = 0; pixel < 4; pixel++) { sample[pixel] = Value(index, pixel); }
        });
        float[] Labels(int index)
        {
            var first = Value(index, 0);
            return task switch
            {
                PredictionTask.Regression => [(3 * first) + 40],
                PredictionTask.Multiclass => [first < -0.7f ? 1 : 0, first is >= -0.7f and < 0.7f ? 0 : first < -0.7f ? 0 : 1],
                PredictionTask.Multilabel => [first > 0 ? 1 : 0, index % 7 == 0 ? float.NaN : Value(index, 1) > 0.5f ? 1 : 0],
                _ => [labelOf?.Invoke(first) ?? (first > 0 ? 1 : 0)],
            };
        }

        LabelledCase[] Cases(int from, int count) => [.. Enumerable.Range(from, count).Select(index => new LabelledCase(index, $"{index}", Labels(index), $"{index}"))];
        var (training, validation) = (Cases(0, 80), Cases(80, 40));
        if (task == PredictionTask.Multiclass)
        {
            // Two classes: the middle belongs to the first.
            foreach (var one in training.Concat(validation)) { one.Labels[0] = 1 - one.Labels[1]; }
        }

        var labels = training[0].Labels.Length;
        return new TrainingSession(
            task,
            ModelTable.Find(name).Build(new NetworkOptions(SpatialDims.Two, 1, labels) { InputSize = [2, 2] }),
            ObjectiveTable.Create(null, task, [.. training.Select(one => one.Labels)], labels),
            new BatchLoader(images, training, 16, [], 1),
            new BatchLoader(images, validation, 16, [], 1),
            new TrainingConfig { ChannelsLast = false },
            seed: 1,
            fold: 0,
            CPU);
    }
}

using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Fusion;

namespace MedTrain.Learning.Tests.Fusion;

public class PartFusionTests
{
    private static readonly float[][] Parts = [[0.9f], [0.6f], [0.2f]];

    [Theory]
    [InlineData(FusionRule.Mean, 17 / 30.0)]
    [InlineData(FusionRule.Majority, 2 / 3.0)]
    [InlineData(FusionRule.Max, 0.9)]
    public void Rules_without_a_fit_join_the_parts(FusionRule rule, double expected) =>
        Assert.Equal(expected, Fit(rule, 0).Apply(Parts)[0], 1e-6);

    [Fact]
    public void The_accuracy_vote_leaves_out_what_is_below_the_threshold_and_weighs_the_others()
    {
        // Ten cases: the first part is right in 9, the second in 7, the third in 6.
        float[][] labels = [.. Enumerable.Range(0, 10).Select(row => new[] { row % 2 == 0 ? 1f : 0f })];
        float[][][] scores = [.. labels.Select((label, row) => new[] { 9, 7, 6 }
            .Select(right => new[] { row < right == (label[0] == 1) ? 0.8f : 0.3f }).ToArray())];

        var fusion = PartFusion.Fit(new() { Rule = FusionRule.Accuracy, Threshold = 0.7 }, PredictionTask.Binary, scores, labels, seed: 1);

        Assert.Equal([9 / 16.0, 7 / 16.0, 0], fusion.Weights!.Select(row => Math.Round(row[0], 12)));
        Assert.Equal(((0.9 * 9) + (0.6 * 7)) / 16, fusion.Apply(Parts)[0], 1e-6);
        Assert.Equal(fusion.Apply(Parts), PartFusion.FromJson(fusion.ToJson()).Apply(Parts));
    }

    [Fact]
    public void Without_any_part_above_the_threshold_all_count_the_same()
    {
        float[][] labels = [[1], [0]];
        float[][][] scores = [[[0.1f], [0.1f]], [[0.9f], [0.9f]]];

        var fusion = PartFusion.Fit(new() { Rule = FusionRule.Accuracy }, PredictionTask.Binary, scores, labels, seed: 1);

        Assert.Equal([0.5, 0.5], fusion.Weights!.Select(row => row[0]));
    }

    [Fact]
    public void Scores_of_classes_still_sum_to_one()
    {
        float[][] parts = [[0.6f, 0.3f, 0.1f], [0.1f, 0.2f, 0.7f], [0.5f, 0.4f, 0.1f]];
        float[][][] scores = [parts, parts];
        float[][] labels = [[1, 0, 0], [0, 0, 1]];

        Assert.All(Enum.GetValues<FusionRule>(), rule => Assert.Equal(
            1, PartFusion.Fit(new() { Rule = rule, Threshold = 0 }, PredictionTask.Multiclass, scores, labels, seed: 1).Apply(parts).Sum(), 1e-5f));
        Assert.Equal(2 / 3f, PartFusion.Fit(new() { Rule = FusionRule.Majority }, PredictionTask.Multiclass, scores, labels, seed: 1).Apply(parts)[0], 1e-6f);
    }

    [Theory]
    [InlineData(PredictionTask.Binary)]
    [InlineData(PredictionTask.Regression)]
    public void The_small_network_finds_the_part_that_knows(PredictionTask task)
    {
        // The second part knows; the others say nothing about the label.
        var isQuantity = task == PredictionTask.Regression;
        float[][] labels = [.. Enumerable.Range(0, 60).Select(row => new[] { isQuantity ? 50f + row : row % 2 })];
        float[][][] scores = [.. labels.Select((label, row) => new[]
        {
            new[] { Noise(row, 1, isQuantity) }, [isQuantity ? label[0] + (Noise(row, 2, false) * 4) : 0.25f + (0.5f * label[0])], [Noise(row, 3, isQuantity)],
        })];
        var config = new FusionConfig { Rule = FusionRule.Network, Penalty = 0.001 };

        var fusion = PartFusion.Fit(config, task, scores, labels, seed: 1);

        var errors = scores.Zip(labels, (parts, label) => Math.Abs(fusion.Apply(parts)[0] - label[0])).ToList();
        Assert.True(errors.Average() < (isQuantity ? 6 : 0.3), $"mean error {errors.Average()}");
        Assert.Equal(fusion.Apply(scores[0]), PartFusion.FromJson(fusion.ToJson()).Apply(scores[0]));
        Assert.Equal(fusion.Apply(scores[0]), PartFusion.Fit(config, task, scores, labels, seed: 1).Apply(scores[0]));
    }

    private static PartFusion Fit(FusionRule rule, double threshold) =>
        PartFusion.Fit(new() { Rule = rule, Threshold = threshold }, PredictionTask.Binary, [Parts], [[1f]], seed: 1);

    private static float Noise(int row, int part, bool isQuantity) =>
        (((row * 37) + (part * 101)) % 89 / 89f * (isQuantity ? 60 : 1)) + (isQuantity ? 50 : 0);
}

using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Objectives;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Objectives;

public class ObjectiveTests
{
    [Fact]
    public void Unknown_labels_take_no_part_in_the_sigmoid_loss()
    {
        using var scope = NewDisposeScope();
        var output = tensor(new[] { 0.3f, -1.2f, 2.0f, 0.5f }, [2, 2]);

        var (sum, known) = new SigmoidObjective().Loss(output, tensor(new[] { 1, float.NaN, 0, float.NaN }, [2, 2]));

        Assert.Equal(2, known.item<float>());
        Assert.Equal(Math.Log(1 + Math.Exp(-0.3)) + Math.Log(1 + Math.Exp(2)), sum.item<float>(), 1e-5);
    }

    [Fact]
    public void Unknown_labels_send_no_gradient()
    {
        using var scope = NewDisposeScope();
        var output = tensor(new[] { 0.3f, -1.2f }, [1, 2], requires_grad: true);

        new SigmoidObjective().Loss(output, tensor(new[] { 1, float.NaN }, [1, 2])).Sum.backward();

        Assert.Equal(0, output.grad![0, 1].item<float>());
        Assert.NotEqual(0, output.grad![0, 0].item<float>());
    }

    [Fact]
    public void The_softmax_loss_is_cross_entropy_over_the_known_rows()
    {
        using var scope = NewDisposeScope();
        var output = tensor(new[] { 1f, 2, 3, 3, 2, 1 }, [2, 3]);

        var (sum, known) = new SoftmaxObjective().Loss(output, tensor(new[] { 0, 0, 1, float.NaN, float.NaN, float.NaN }, [2, 3]));

        Assert.Equal(1, known.item<float>());
        Assert.Equal(-Math.Log(Math.Exp(3) / (Math.Exp(1) + Math.Exp(2) + Math.Exp(3))), sum.item<float>(), 1e-5);
    }

    [Fact]
    public void Probabilities_of_classes_sum_to_one()
    {
        using var scope = NewDisposeScope();
        var scores = new SoftmaxObjective().Scores(tensor(new[] { 1f, 2, 3, 30, 2, 1 }, [2, 3]));

        Assert.All(scores.sum(1).data<float>().ToArray(), sum => Assert.Equal(1, sum, 1e-6));
    }

    [Fact]
    public void Regression_trains_on_standardised_labels_and_scores_in_the_labels_unit()
    {
        using var scope = NewDisposeScope();
        var objective = RegressionObjective.ForTrainingLabels([[20], [40], [60], [float.NaN]], 1);

        Assert.Equal((40, 20), (objective.Means[0], objective.Deviations[0]));
        Assert.Equal(1, objective.Loss(zeros(1, 1), tensor(new[] { 60f }, [1, 1])).Sum.item<float>(), 1e-6);
        Assert.Equal(50, objective.Scores(tensor(new[] { 0.5f }, [1, 1])).item<float>(), 1e-5);
    }

    [Fact]
    public void What_was_fitted_survives_in_the_facts_of_a_weights_file()
    {
        var objective = RegressionObjective.ForTrainingLabels([[20.5f, 1], [40, 2]], 2);

        var restored = Assert.IsType<RegressionObjective>(ObjectiveTable.FromFacts(PredictionTask.Regression, ObjectiveTable.Facts(objective)));

        Assert.Equal(objective.Means, restored.Means);
        Assert.Equal(objective.Deviations, restored.Deviations);
        Assert.Throws<InvalidDataException>(() => ObjectiveTable.FromFacts(PredictionTask.Regression, new Dictionary<string, string>()));
    }

    [Fact]
    public void A_constant_or_unknown_label_has_deviation_1()
    {
        var objective = RegressionObjective.ForTrainingLabels([[5, float.NaN], [5, float.NaN]], 2);

        Assert.Equal([5, 0], objective.Means);
        Assert.Equal([1, 1], objective.Deviations);
    }
}

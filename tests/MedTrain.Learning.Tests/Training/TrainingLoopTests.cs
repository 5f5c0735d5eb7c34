using MedTrain.Learning.Batching;
using MedTrain.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

public class TrainingLoopTests
{
    [Fact]
    public void A_small_network_learns_a_simple_task()
    {
        using var scope = NewDisposeScope();
        var results = Train(ToyTask.Session(), epochs: 4);

        Assert.True(results[^1].TrainingLoss < 0.5 * results[0].TrainingLoss, $"{results[0].TrainingLoss} -> {results[^1].TrainingLoss}");
        Assert.True(results[^1].ValidationAuc > 0.95, $"AUC {results[^1].ValidationAuc}");
    }

    [Fact]
    public void The_same_session_trains_to_the_same_figures()
    {
        using var scope = NewDisposeScope();
        var first = Train(ToyTask.Session(), epochs: 2);
        var second = Train(ToyTask.Session(), epochs: 2);

        Assert.Equal(Figures(first), Figures(second));
    }

    [Fact]
    public void Live_tensors_stay_flat_over_epochs()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session();
        var loop = new TrainingLoop(session);
        loop.RunEpoch(1, null, default);
        var after = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var epoch = 2; epoch <= 8; epoch++)
        {
            loop.RunEpoch(epoch, null, default);
        }

        Assert.Equal(after, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Every_optimizer_of_the_table_lowers_the_loss()
    {
        using var scope = NewDisposeScope();
        Assert.NotEmpty(OptimizerTable.Names);
        foreach (var name in OptimizerTable.Names)
        {
            var config = ToyTask.Config with { Optimizer = new OptimizerConfig { Name = name, LearningRate = name == "sgd" ? 0.05 : 0.01 } };
            var results = Train(ToyTask.Session(config), epochs: 3);

            Assert.True(results[^1].TrainingLoss < results[0].TrainingLoss, name);
        }
    }

    [Fact]
    public void A_loss_that_is_not_finite_names_epoch_batch_and_cases()
    {
        using var scope = NewDisposeScope();
        var broken = new SampleSource(ToyTask.Images.Shape, (index, image) =>
        {
            ToyTask.Images.Read(index, image);
            if (index == 7)
            {
                image.Fill(float.NaN);
            }
        });

        var error = Assert.Throws<NonFiniteLossException>(() => new TrainingLoop(ToyTask.Session(images: broken)).RunEpoch(1, null, default));

        Assert.Contains("epoch 1", error.Message);
        Assert.Contains("case-7", error.Message);
    }

    [Fact]
    public void Cancelling_stops_between_two_batches()
    {
        using var scope = NewDisposeScope();
        using var cancellation = new CancellationTokenSource();
        var batches = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => new TrainingLoop(ToyTask.Session()).RunEpoch(1, (done, _) =>
        {
            batches = done;
            if (done == 2)
            {
                cancellation.Cancel();
            }
        }, cancellation.Token));
        Assert.Equal(2, batches);
    }

    [Fact]
    public void Gradients_are_clipped_to_the_norm_that_the_config_names()
    {
        using var scope = NewDisposeScope();
        var result = Train(ToyTask.Session(ToyTask.Config with { ClipGradientNorm = 1e-9, Optimizer = new OptimizerConfig { Name = "sgd", LearningRate = 0.1 } }), epochs: 2);

        Assert.True(result[0].GradientNorm > 1e-6);
        // Steps of nearly no length: the second epoch's loss is the first one's, up to what batch statistics and dropout change.
        Assert.Equal(result[0].ValidationLoss, result[1].ValidationLoss, 0.2);
    }

    private static List<EpochResult> Train(TrainingSession session, int epochs)
    {
        var loop = new TrainingLoop(session);
        return [.. Enumerable.Range(1, epochs).Select(epoch => loop.RunEpoch(epoch, null, default))];
    }

    private static IEnumerable<(double, double, double?)> Figures(IEnumerable<EpochResult> results) =>
        results.Select(result => (result.TrainingLoss, result.ValidationLoss, result.ValidationAuc));
}

using MedTrain.Learning.Training;

namespace MedTrain.Learning.Tests.Training;

public class TrainingProgressTests
{
    [Fact]
    public void The_epoch_with_the_smallest_loss_is_the_best()
    {
        var progress = After(MonitoredMetric.Loss, 0.9, 0.5, 0.7);

        Assert.Equal((3, 2, 0.5), (progress.CompletedEpochs, progress.BestEpoch, progress.BestValue));
        Assert.False(progress.LastIsBest);
    }

    [Fact]
    public void The_epoch_with_the_largest_auc_is_the_best()
    {
        Assert.Equal(1, After(MonitoredMetric.Auc, 0.9, 0.5, 0.7).BestEpoch);
    }

    [Fact]
    public void An_equal_epoch_is_no_better()
    {
        Assert.Equal(1, After(MonitoredMetric.Loss, 0.5, 0.5).BestEpoch);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Training_stops_after_patience_epochs_without_improvement(int patience, bool expected)
    {
        var config = new TrainingConfig { Epochs = 100, EarlyStopping = new EarlyStoppingConfig { Patience = patience } };

        Assert.Equal(expected, After(MonitoredMetric.Loss, 0.4, 0.5, 0.6).IsFinished(config));
    }

    [Fact]
    public void Training_stops_at_the_last_epoch()
    {
        Assert.True(After(MonitoredMetric.Loss, 0.4, 0.3).IsFinished(new TrainingConfig { Epochs = 2 }));
    }

    [Fact]
    public void An_auc_that_is_not_computable_is_an_error_that_says_what_to_do()
    {
        var config = new EarlyStoppingConfig { Monitor = MonitoredMetric.Auc };

        var error = Assert.Throws<InvalidOperationException>(() => TrainingProgress.Start.After(Result(1, 0.5) with { ValidationAuc = null }, config));

        Assert.Contains("monitor: loss", error.Message);
    }

    private static TrainingProgress After(MonitoredMetric monitor, params double[] values)
    {
        var progress = TrainingProgress.Start;
        for (var i = 0; i < values.Length; i++)
        {
            progress = progress.After(Result(i + 1, values[i]), new EarlyStoppingConfig { Monitor = monitor });
        }

        return progress;
    }

    private static EpochResult Result(int epoch, double value) => new(epoch, value, value, value, 0.1, null, 1, 1);
}

using MedTrain.Learning.Training;

namespace MedTrain.Learning.Tests.Training;

public class TrainingProgressTests
{
    [Fact]
    public void The_epoch_with_the_smallest_loss_is_the_best() => Assert.Equal(2, After(0.9, 0.5, 0.7).BestEpoch("loss"));

    [Fact]
    public void The_epoch_with_the_largest_auc_is_the_best() => Assert.Equal(1, After(0.9, 0.5, 0.7).BestEpoch("roc_auc"));

    [Fact]
    public void An_equal_epoch_is_no_better() => Assert.Equal(1, After(0.5, 0.5).BestEpoch("loss"));

    [Fact]
    public void An_epoch_that_is_not_a_number_is_no_better() => Assert.Equal(2, After(double.NaN, 0.5, double.NaN).BestEpoch("loss"));

    [Fact]
    public void Averaged_weights_are_judged_by_their_own_scores()
    {
        var progress = new TrainingProgress([Result(1, 0.5), Result(2, 0.9) with { Averaged = Scores(0.4) }], new EpochPosition(3));

        Assert.Equal(2, progress.BestEpoch("loss"));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Training_stops_after_patience_epochs_without_improvement(int patience, bool expected)
    {
        var config = new TrainingConfig { Epochs = 100, EarlyStopping = new EarlyStoppingConfig { Patience = patience } };

        Assert.Equal(expected, After(0.4, 0.5, 0.6).IsFinished(config));
    }

    // ClinicaDL: an epoch counts only if it beats best * (1 - tolerance); the best to beat stays until one does.
    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.02, false)]
    [InlineData(0.1, true)]
    public void Improvements_within_the_tolerance_do_not_count_for_patience(double tolerance, bool expected)
    {
        var config = new TrainingConfig { Epochs = 100, EarlyStopping = new EarlyStoppingConfig { Patience = 2, Tolerance = tolerance } };

        Assert.Equal(expected, After(1.0, 0.97, 0.94).IsFinished(config));
        Assert.Equal(3, After(1.0, 0.97, 0.94).BestEpoch("loss"));
    }

    [Fact]
    public void Small_steps_that_add_up_to_more_than_the_tolerance_count()
    {
        var config = new TrainingConfig { Epochs = 100, EarlyStopping = new EarlyStoppingConfig { Patience = 2, Tolerance = 0.05 } };

        Assert.False(After(1.0, 0.97, 0.94).IsFinished(config));
    }

    [Fact]
    public void Training_stops_at_the_last_epoch() => Assert.True(After(0.4, 0.3).IsFinished(new TrainingConfig { Epochs = 2 }));

    [Fact]
    public void A_metric_that_is_not_computable_is_an_error_that_says_what_to_do()
    {
        var config = new TrainingConfig { EarlyStopping = new EarlyStoppingConfig { Monitor = "roc_auc" } };
        var result = Result(1, 0.5) with { Validation = new ValidationScores(0.5, new Dictionary<string, double?> { ["roc_auc"] = null }) };

        var error = Assert.Throws<TrainingException>(() => TrainingProgress.Start.After(result, config));

        Assert.Contains("watch loss", error.Message);
    }

    [Fact]
    public void Progress_survives_being_saved_also_with_what_is_no_number()
    {
        var progress = After(0.5, double.NaN) with { Position = new EpochPosition(3, 7) { LossSum = 1.5, Known = 3, Skipped = 1 } };

        var again = TrainingProgress.FromJson(progress.ToJson());

        Assert.Equal(progress.ToJson(), again.ToJson());
        Assert.Equal(progress.Position, again.Position);
    }

    private static TrainingProgress After(params double[] values) =>
        new([.. values.Select((value, i) => Result(i + 1, value))], new EpochPosition(values.Length + 1));

    private static EpochResult Result(int epoch, double value) => new() { Epoch = epoch, TrainingLoss = value, Validation = Scores(value) };

    private static ValidationScores Scores(double value) => new(value, new Dictionary<string, double?> { ["roc_auc"] = value });
}

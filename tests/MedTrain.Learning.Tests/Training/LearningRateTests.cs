using MedTrain.Learning.Training;

namespace MedTrain.Learning.Tests.Training;

public class LearningRateTests
{
    [Fact]
    public void A_constant_rate_stays()
    {
        var config = new TrainingConfig { Optimizer = new OptimizerConfig { LearningRate = 0.5 } };

        Assert.All(new long[] { 0, 10, 1_000_000 }, step => Assert.Equal(0.5, LearningRate.At(config, step, 10)));
    }

    [Fact]
    public void Cosine_falls_from_the_peak_to_zero()
    {
        var config = Cosine(warmupEpochs: 0);

        Assert.Equal(1, LearningRate.At(config, 0, 10), 12);
        Assert.Equal(0.5, LearningRate.At(config, 50, 10), 12);
        Assert.Equal(0, LearningRate.At(config, 100, 10), 12);
    }

    [Fact]
    public void Warm_up_rises_linearly_to_the_peak()
    {
        var config = Cosine(warmupEpochs: 1);

        Assert.Equal(1.0 / 11, LearningRate.At(config, 0, 10), 12);
        Assert.Equal(10.0 / 11, LearningRate.At(config, 9, 10), 12);
        Assert.Equal(1, LearningRate.At(config, 10, 10), 12);
    }

    private static TrainingConfig Cosine(double warmupEpochs) => new()
    {
        Epochs = 10,
        Optimizer = new OptimizerConfig { LearningRate = 1 },
        Schedule = new ScheduleConfig { Shape = ScheduleShape.Cosine, WarmupEpochs = warmupEpochs },
    };
}

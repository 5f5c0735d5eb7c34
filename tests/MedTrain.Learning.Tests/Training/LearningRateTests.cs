using System.Text.Json;
using MedTrain.Learning.Tests.Models;
using MedTrain.Learning.Training;

namespace MedTrain.Learning.Tests.Training;

public class LearningRateTests
{
    // By the names in tests/golden/schedules.json (scripts/golden/schedules.py).
    private static readonly Dictionary<string, ScheduleConfig> Schedules = new()
    {
        ["constant"] = new() { Shape = ScheduleShape.Constant },
        ["step"] = new() { Shape = ScheduleShape.Step, EveryEpochs = 6, Factor = 0.3 },
        ["multi_step"] = new() { Shape = ScheduleShape.MultiStep, AtEpochs = [3, 9, 10], Factor = 0.1 },
        ["exponential"] = new() { Shape = ScheduleShape.Exponential, Factor = 0.9 },
        ["cosine"] = new() { Shape = ScheduleShape.Cosine, Lowest = 0.01 },
        ["cosine_restarts"] = new() { Shape = ScheduleShape.CosineRestarts, EveryEpochs = 3, Growth = 2, Lowest = 0.02 },
        ["one_cycle"] = new() { Shape = ScheduleShape.OneCycle, RiseShare = 0.4, StartDivisor = 10, EndDivisor = 100 },
        ["polynomial"] = new() { Shape = ScheduleShape.Polynomial, Power = 2 },
        ["plateau"] = new() { Shape = ScheduleShape.Plateau, Factor = 0.2, Patience = 1, Cooldown = 2, Lowest = 0.001 },
    };

    public static TheoryData<string> Names => new(Schedules.Keys);

    [Fact]
    public void Every_shape_has_reference_values() =>
        Assert.Equal(Enum.GetValues<ScheduleShape>().ToHashSet(), [.. Schedules.Values.Select(schedule => schedule.Shape)]);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rates_of_the_epochs_are_PyTorchs(string name)
    {
        var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenRecord.Folder, "schedules.json"))).RootElement;
        double[] expected = [.. golden.GetProperty("rates").GetProperty(name).EnumerateArray().Select(rate => rate.GetDouble())];
        double[] losses = [.. golden.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble())];
        var config = Config(Schedules[name] with { Per = ScheduleUnit.Epoch });

        Assert.Equal(20, expected.Length);
        for (var epoch = 0; epoch < expected.Length; epoch++)
        {
            // Seven steps an epoch, all at the epoch's rate.
            EpochResult[] history = [.. losses.Take(epoch).Select((loss, i) => Result(i + 1, loss))];
            Assert.Equal(expected[epoch], LearningRate.At(config, epoch * 7, 7, history), 1e-12);
            Assert.Equal(expected[epoch], LearningRate.At(config, (epoch * 7) + 6, 7, history), 1e-12);
        }
    }

    [Fact]
    public void Cosine_falls_from_the_peak_to_zero_batch_by_batch()
    {
        var config = Config(new ScheduleConfig { Shape = ScheduleShape.Cosine });

        Assert.Equal(0.5, LearningRate.At(config, 0, 10, []), 12);
        Assert.Equal(0.25, LearningRate.At(config, 100, 10, []), 12);
        Assert.Equal(0, LearningRate.At(config, 200, 10, []), 12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Warm_up_rises_linearly_to_the_peak(string name)
    {
        var config = Config(Schedules[name] with { WarmupEpochs = 1 });

        Assert.Equal(0.5 / 11, LearningRate.At(config, 0, 10, []), 12);
        Assert.Equal(0.5 * 10 / 11, LearningRate.At(config, 9, 10, []), 12);
        Assert.Equal(name == "one_cycle" ? 0.05 : 0.5, LearningRate.At(config, 10, 10, []), 12);
    }

    [Fact]
    public void A_plateau_can_watch_a_metric_that_should_rise()
    {
        var config = Config(new ScheduleConfig { Shape = ScheduleShape.Plateau, Monitor = "roc_auc", Patience = 0, Factor = 0.5 });
        EpochResult[] history = [Result(1, 0.6), Result(2, 0.7), Result(3, 0.65)];

        Assert.Equal(0.5, LearningRate.At(config, 20, 10, history[..2]));
        Assert.Equal(0.25, LearningRate.At(config, 30, 10, history));
    }

    private static TrainingConfig Config(ScheduleConfig schedule) =>
        new() { Epochs = 20, Optimizer = new OptimizerConfig { LearningRate = 0.5 }, Schedule = schedule };

    private static EpochResult Result(int epoch, double value) => new()
    {
        Epoch = epoch,
        TrainingLoss = value,
        Validation = new ValidationScores(value, new Dictionary<string, double?> { ["roc_auc"] = value }),
    };
}

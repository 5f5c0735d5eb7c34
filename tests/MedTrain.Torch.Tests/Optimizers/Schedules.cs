using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim.lr_scheduler;

namespace MedTrain.Torch.Tests.Optimizers;

public class Schedules
{
    private static readonly Dictionary<string, Func<optim.Optimizer, LRScheduler>> Makers = new()
    {
        ["step_3_0.1"] = o => StepLR(o, 3, 0.1),
        ["cosine_T10"] = o => CosineAnnealingLR(o, 10),
        ["exp_0.9"] = o => ExponentialLR(o, 0.9),
        ["onecycle_max1_12"] = o => OneCycleLR(o, 1.0, total_steps: 12),
        ["multistep_2_5"] = o => MultiStepLR(o, [2, 5], 0.1),
        ["lambda"] = o => LambdaLR(o, step => 1.0 / (1 + step)),
        ["linear"] = o => LinearLR(o, 0.5, 1.0, 4),
    };

    private static readonly Dictionary<string, double[]> Written = new()
    {
        ["lambda"] = [0.1, 0.05, 0.1 / 3, 0.025],
        ["linear"] = [0.05, 0.0625, 0.075, 0.0875, 0.1, 0.1],
    };

    public static TheoryData<string> Known => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Known))]
    public void Rates_equal_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var expected = Written.TryGetValue(name, out var written)
            ? written
            : Golden.Numbers(Golden.Section("lr_schedules")[name]).data<double>().ToArray();
        using var optimizer = optim.SGD([Parameter(zeros(1))], 0.1, momentum: 0.9);
        var schedule = Makers[name](optimizer);
        foreach (var rate in expected)
        {
            Assert.Equal(rate, optimizer.ParamGroups.Single().LearningRate, 1e-12);
            Assert.Equal(rate, schedule.get_last_lr().Single(), 1e-12);
            schedule.step();
        }
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void A_new_schedule_can_be_brought_to_any_step(string name)
    {
        using var scope = NewDisposeScope();
        using var first = optim.SGD([Parameter(zeros(1))], 0.1, momentum: 0.9);
        using var second = optim.SGD([Parameter(zeros(1))], 0.1, momentum: 0.9);
        var walked = Makers[name](first);
        for (var i = 0; i < 5; i++)
        {
            walked.step();
        }

        Makers[name](second).step(5);
        Assert.Equal(first.ParamGroups.Single().LearningRate, second.ParamGroups.Single().LearningRate);
    }

    [Fact]
    public void One_cycle_moves_the_momentum_the_other_way()
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.AdamW([Parameter(zeros(1))]);
        var schedule = OneCycleLR(optimizer, 1.0, total_steps: 10);
        var group = (optim.IBetas)optimizer.ParamGroups.Single();
        Assert.Equal((0.95, 0.999), group.Betas);
        schedule.step();
        schedule.step();
        Assert.Equal(0.85, group.Betas.Item1, 12);
    }
}

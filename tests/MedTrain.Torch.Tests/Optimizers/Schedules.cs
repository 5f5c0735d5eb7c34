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
        ["cosine_T4_min"] = o => CosineAnnealingLR(o, 4, 0.02),
        ["exp_0.9"] = o => ExponentialLR(o, 0.9),
        ["onecycle_max1_12"] = o => OneCycleLR(o, 1.0, total_steps: 12),
        ["onecycle_three_linear"] = o => OneCycleLR(
            o, [1.0], total_steps: 12, three_phase: true, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear),
        ["multistep_2_5"] = o => MultiStepLR(o, [2, 5], 0.1),
        ["lambda"] = o => LambdaLR(o, step => 1.0 / (1 + step)),
        ["multiplicative"] = o => MultiplicativeLR(o, step => step % 2 == 1 ? 0.9 : 0.8),
        ["linear"] = o => LinearLR(o, 0.5, 1.0, 4),
        ["constant"] = o => ConstantLR(o, 0.25, 3),
        ["polynomial"] = o => PolynomialLR(o, 6, 2),
        ["cyclic"] = o => CyclicLR(o, 0.01, 0.1, 3, 2),
        ["cyclic_triangular2"] = o => CyclicLR(o, [0.01], [0.1], 2, mode: impl.CyclicLR.Mode.Triangular2),
        ["cyclic_exp_range"] = o => CyclicLR(o, 0.01, 0.1, 2, mode: impl.CyclicLR.Mode.ExpRange, gamma: 0.9),
        ["cyclic_function"] = o => CyclicLR(o, 0.01, 0.1, 2, scale_fn: x => 1 / x, scale_mode: impl.CyclicLR.ScaleMode.Cycle),
        ["chained"] = o => ChainedLR([ConstantLR(o, 0.1, 2), ExponentialLR(o, 0.9)]),
        ["sequential"] = o => SequentialLR(o, [ConstantLR(o, 0.1, 2), ExponentialLR(o, 0.9)], [3]),
        ["warm_restarts"] = o => new CosineWarmRestarts(o, 3, 2, 0.01),
        ["warm_up_cosine"] = o => new CosineWarmRestarts(o, 8, warmup_steps: 4, warmup_start: 0.25),
    };

    private static readonly Dictionary<string, Func<optim.Optimizer, LRScheduler>> Plateaus = new()
    {
        ["min_rel"] = o => ReduceLROnPlateau(o, factor: 0.5, patience: 1),
        ["max_abs"] = o => ReduceLROnPlateau(o, "max", patience: 2, threshold: 0.05, threshold_mode: "abs"),
        ["cooldown"] = o => ReduceLROnPlateau(o, factor: 0.3, patience: 0, cooldown: 2, min_lr: [0.02]),
        ["max_rel"] = o => ReduceLROnPlateau(o, "max", patience: 1, threshold: 0.2),
    };

    public static TheoryData<string> Known => [.. Makers.Keys];

    public static TheoryData<string> KnownPlateaus => [.. Plateaus.Keys];

    [Theory]
    [MemberData(nameof(Known))]
    public void Rates_equal_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var expected = Golden.Numbers(Golden.Section("lr_schedules")[name]).data<double>().ToArray();
        using var optimizer = optim.SGD([Parameter(zeros(1))], 0.1, momentum: 0.9);
        var schedule = Makers[name](optimizer);
        foreach (var (rate, step) in expected.Select((rate, step) => (rate, step)))
        {
            Assert.Equal(rate, optimizer.ParamGroups.Single().LearningRate, 1e-12);
            Assert.Equal(rate, schedule.get_last_lr().Single(), 1e-12);
            if (step < expected.Length - 1)
            {
                schedule.step();
            }
        }
    }

    [Theory]
    [MemberData(nameof(KnownPlateaus))]
    public void Plateaus_lower_the_rates_as_PyTorch_does_also_when_resumed(string name)
    {
        using var scope = NewDisposeScope();
        var section = Golden.Section("lr_schedules")["plateaus"]!;
        var measures = Golden.Numbers(section["measures"]).data<double>().ToArray();
        var expected = Golden.Numbers(section[name]).data<double>().ToArray();
        using var optimizer = optim.SGD([Parameter(zeros(1))], 0.1);
        var schedule = Plateaus[name](optimizer);
        for (var i = 0; i < measures.Length; i++)
        {
            schedule.step(measures[i]);
            Assert.Equal(expected[i], optimizer.ParamGroups.Single().LearningRate, 1e-15);
            var saved = TorchExtras.Current.ScheduleState(schedule);
            schedule = Plateaus[name](optimizer);
            TorchExtras.Current.RestoreSchedule(schedule, saved);
        }

        Assert.Throws<InvalidOperationException>(schedule.step);
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void A_schedule_goes_on_from_its_saved_state(string name)
    {
        using var scope = NewDisposeScope();
        using var first = optim.SGD([Parameter(zeros(1))], 0.1, momentum: 0.9);
        using var second = optim.SGD([Parameter(zeros(1))], 0.1, momentum: 0.9);
        var (walked, resumed) = (Makers[name](first), Makers[name](second));
        for (var i = 0; i < 5; i++)
        {
            walked.step();
        }

        TorchExtras.Current.RestoreSchedule(resumed, TorchExtras.Current.ScheduleState(walked));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(first.ParamGroups.Single().LearningRate, second.ParamGroups.Single().LearningRate, 1e-15);
            Assert.Equal(Momentum(first), Momentum(second), 1e-15);
            walked.step();
            resumed.step();
        }

        static double Momentum(optim.Optimizer optimizer) => ((optim.IMomentum)optimizer.ParamGroups.Single()).Momentum;
    }

    [Fact]
    public void Settings_that_cannot_work_are_refused()
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.Adagrad([Parameter(zeros(1))]);
        using var other = optim.Adagrad([Parameter(zeros(1))]);
        Assert.Throws<ArgumentException>(() => CyclicLR(optimizer, 0.1, 1));
        Assert.Throws<ArgumentException>(() => CyclicLR(optimizer, [0.1, 0.2], [1], cycle_momentum: false));
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(optimizer, "least"));
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(optimizer, factor: 1));
        Assert.Throws<ArgumentException>(() => SequentialLR(optimizer, [ConstantLR(optimizer)], [3]));
        Assert.Throws<ArgumentException>(() => ChainedLR([ConstantLR(optimizer), ConstantLR(other)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineWarmRestarts(optimizer, 0));
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

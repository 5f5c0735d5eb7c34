using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Torch.Tests.Optimizers;

public class OptimizerRuns
{
    private static readonly Dictionary<string, Func<Parameter, OptimizerHelper>> Makers = new()
    {
        ["sgd_lr0.1"] = p => optim.SGD([p], 0.1),
        ["sgd_momentum0.9"] = p => optim.SGD([p], 0.1, momentum: 0.9),
        ["sgd_nesterov"] = p => optim.SGD([p], 0.1, momentum: 0.9, nesterov: true),
        ["sgd_momentum_dampening0.5"] = p => optim.SGD([p], 0.1, momentum: 0.9, dampening: 0.5),
        ["sgd_weight_decay0.1"] = p => optim.SGD([p], 0.1, weight_decay: 0.1),
        ["adam_lr0.1"] = p => optim.Adam([p], lr: 0.1),
        ["adam_amsgrad"] = p => optim.Adam([p], lr: 0.1, amsgrad: true),
        ["adam_weight_decay0.1"] = p => optim.Adam([p], lr: 0.1, weight_decay: 0.1),
        ["adamw_lr0.1"] = p => optim.AdamW([p], lr: 0.1, weight_decay: 0.01),
    };

    public static TheoryData<string> Known => Golden.Names("optimizers", "after_10");

    [Theory]
    [MemberData(nameof(Known))]
    public void Ten_steps_end_where_PyTorchs_do(string name)
    {
        using var scope = NewDisposeScope();
        var section = Golden.Section("optimizers");
        using var w = Parameter(Golden.Numbers(section["w0"]));
        using var optimizer = Makers[name](w);
        for (var step = 1; step <= 10; step++)
        {
            Step(optimizer, w);
            if (step is 1 or 2 or 10)
            {
                Golden.Equal(section[name]![$"after_{step}"], w);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void A_run_resumed_from_saved_state_ends_bit_for_bit_like_one_that_was_not_stopped(string name)
    {
        using var scope = NewDisposeScope();
        var start = Golden.Numbers(Golden.Section("optimizers")["w0"]);
        using var whole = Parameter(start.clone());
        using var wholeOptimizer = Makers[name](whole);
        using var first = Parameter(start.clone());
        using var firstOptimizer = Makers[name](first);
        for (var step = 0; step < 4; step++)
        {
            Step(wholeOptimizer, whole);
            Step(firstOptimizer, first);
        }

        using var saved = new MemoryStream();
        firstOptimizer.save_state_dict(new BinaryWriter(saved));
        saved.Position = 0;
        using var second = Parameter(first.detach().clone());
        using var secondOptimizer = Makers[name](second);
        secondOptimizer.load_state_dict(new BinaryReader(saved));
        for (var step = 0; step < 4; step++)
        {
            Step(wholeOptimizer, whole);
            Step(secondOptimizer, second);
        }

        Assert.Equal(whole.data<double>().ToArray(), second.data<double>().ToArray());
    }

    [Fact]
    public void Groups_have_their_own_settings_and_inherit_the_rest()
    {
        using var scope = NewDisposeScope();
        var a = Parameter(ones(1));
        var b = Parameter(ones(1));
        using var optimizer = optim.SGD([new SGD.ParamGroup([a], lr: 0.5), new SGD.ParamGroup { Parameters = [b] }], 0.25);
        (a.sum() + b.sum()).backward();
        optimizer.step();
        Assert.Equal(0.5f, a.item<float>());
        Assert.Equal(0.75f, b.item<float>());
        Assert.Equal([0.5, 0.25], optimizer.ParamGroups.Select(group => group.LearningRate));
    }

    [Fact]
    public void Parameters_without_gradient_stay_and_zero_grad_keeps_the_gradients_memory()
    {
        using var scope = NewDisposeScope();
        var a = Parameter(ones(2));
        var b = Parameter(ones(2));
        using var optimizer = optim.AdamW([a, b], weight_decay: 0.1);
        a.sum().backward();
        optimizer.step();
        Assert.Equal([1f, 1f], b.data<float>().ToArray());
        optimizer.zero_grad();
        Assert.Equal([0f, 0f], a.grad!.data<float>().ToArray());
    }

    [Fact]
    public void A_module_converted_after_the_optimizer_was_made_is_still_trained()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 1);
        using var optimizer = optim.SGD(layer.parameters(), 0.1);
        layer.to(float64);
        var before = layer.weight.detach().clone();
        layer.call(ones(1, 2, float64)).sum().backward();
        optimizer.step();
        Assert.True(layer.weight.allclose(before - 0.1));
    }

    [Fact]
    public void Settings_out_of_range_and_foreign_state_are_refused()
    {
        using var scope = NewDisposeScope();
        var p = Parameter(ones(1));
        Assert.Throws<ArgumentException>(() => optim.SGD([p], -1));
        Assert.Throws<ArgumentException>(() => optim.SGD([p], 0.1, nesterov: true));
        Assert.Throws<ArgumentException>(() => optim.AdamW([p], beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.SGD([p, p], 0.1));
        using var stream = new MemoryStream();
        optim.SGD([p], 0.1).save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        var problem = Assert.Throws<InvalidDataException>(() => optim.AdamW([p]).load_state_dict(new BinaryReader(stream)));
        Assert.Contains("SGD", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_steps_leave_no_tensors_behind()
    {
        using var outer = NewDisposeScope();
        using var layer = Linear(3, 3);
        using var optimizer = optim.AdamW(layer.parameters());
        long live = 0;
        for (var step = 0; step < 50; step++)
        {
            using (NewDisposeScope())
            {
                layer.call(ones(2, 3)).sum().backward();
                optimizer.step();
                optimizer.zero_grad();
            }

            live = step == 0 ? DisposeScopeManager.Statistics.ThreadTotalLiveCount : live;
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static void Step(OptimizerHelper optimizer, Parameter w)
    {
        var section = Golden.Section("optimizers");
        optimizer.zero_grad();
        (Golden.Numbers(section["c"]) * (w - Golden.Numbers(section["t"])).square() / 2).sum().backward();
        optimizer.step();
    }
}

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
        ["adamw_amsgrad_maximize"] = p => optim.AdamW([p], lr: 0.1, weight_decay: 0.01, amsgrad: true, maximize: true),
        ["adagrad_lr0.1"] = p => optim.Adagrad([p], 0.1),
        ["adagrad_all"] = p => optim.Adagrad([p], 0.1, lr_decay: 0.1, weight_decay: 0.1, initial_accumulator_value: 0.5),
        ["adadelta_default"] = p => optim.Adadelta([p]),
        ["adadelta_lr1_rho0.95_eps1e-6"] = p => optim.Adadelta([p], rho: 0.95),
        ["adadelta_all"] = p => optim.Adadelta([p], 0.5, weight_decay: 0.1, maximize: true),
        ["rmsprop_lr0.05"] = p => optim.RMSProp([p], 0.05),
        ["rmsprop_centered_momentum"] = p => optim.RMSProp([p], 0.05, momentum: 0.9, centered: true),
        ["rmsprop_all"] = p => optim.RMSProp([p], 0.05, alpha: 0.9, weight_decay: 0.1, momentum: 0.5, maximize: true),
        ["nadam_lr0.1"] = p => optim.NAdam([p], 0.1),
        ["nadam_weight_decay"] = p => optim.NAdam([p], 0.1, weight_decay: 0.1, momentum_decay: 0.01),
        ["radam_lr0.1"] = p => optim.RAdam([p], 0.1),
        ["radam_weight_decay"] = p => optim.RAdam([p], 0.1, 0.8, 0.9, weight_decay: 0.1),
        ["adamax_lr0.1"] = p => optim.Adamax([p], 0.1),
        ["adamax_weight_decay"] = p => optim.Adamax([p], 0.1, weight_decay: 0.1),
        ["rprop"] = p => optim.Rprop([p], 0.1),
        ["rprop_all"] = p => optim.Rprop([p], 0.2, 0.4, 1.5, 0.05, 0.3),
        ["lbfgs"] = p => optim.LBFGS([p], 0.5, max_iter: 3, history_size: 2),
        ["lbfgs_stops"] = p => optim.LBFGS([p], 1.0, max_iter: 20, max_eval: 4, tolerange_grad: 1e-3),
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

    [Theory]
    [MemberData(nameof(Known))]
    public void State_is_copied_between_optimizers_by_value(string name)
    {
        using var scope = NewDisposeScope();
        var start = Golden.Numbers(Golden.Section("optimizers")["w0"]);
        using var first = Parameter(start.clone());
        using var firstOptimizer = Makers[name](first);
        Step(firstOptimizer, first);
        Step(firstOptimizer, first);
        using var second = Parameter(first.detach().clone());
        using var secondOptimizer = Makers[name](second);
        secondOptimizer.load_state_dict(firstOptimizer.state_dict());
        Assert.All(
            firstOptimizer.state_dict().State.Zip(secondOptimizer.state_dict().State),
            pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second)));
        Step(firstOptimizer, first);
        Step(secondOptimizer, second);
        Step(secondOptimizer, second);
        Step(firstOptimizer, first);
        Assert.Equal(first.data<double>().ToArray(), second.data<double>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void A_parameter_converted_between_two_steps_is_trained_on(string name)
    {
        using var scope = NewDisposeScope();
        var start = Golden.Numbers(Golden.Section("optimizers")["w0"]);
        using var layer = Linear(Parameter(start.to(float32).reshape(1, 3)));
        using var optimizer = Makers[name](layer.weight);
        Step(optimizer, layer.weight);
        Step(optimizer, layer.weight);
        layer.to(float64);
        Step(optimizer, layer.weight);
        Assert.Equal(float64, layer.weight.dtype);
        using var whole = Parameter(start.clone());
        using var wholeOptimizer = Makers[name](whole);
        Enumerable.Range(0, 3).ToList().ForEach(_ => Step(wholeOptimizer, whole));
        Assert.True(layer.weight.flatten().allclose(whole, 1e-4, 1e-5), $"{layer.weight.flatten()} against {whole}");
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
    public void Momentum_and_betas_of_groups_can_be_changed()
    {
        using var scope = NewDisposeScope();
        var p = Parameter(ones(1));
        foreach (var optimizer in new OptimizerHelper[] { optim.RMSProp([p], momentum: 0.5), optim.SGD([p], 0.1, momentum: 0.5) })
        {
            var group = (optim.IMomentum)optimizer.ParamGroups.Single();
            group.Momentum = 0.25;
            Assert.Equal((0.25, 0.5), (group.Momentum, ((optim.IMomentum)optimizer).Momentum));
        }

        foreach (var optimizer in new OptimizerHelper[]
            { optim.Adam([p]), optim.AdamW([p]), optim.NAdam([p]), optim.RAdam([p]), optim.Adamax([p]) })
        {
            var group = (optim.IBetas)optimizer.ParamGroups.Single();
            group.Betas = (0.5, 0.75);
            Assert.Equal(((0.5, 0.75), (0.9, 0.999)), (group.Betas, ((optim.IBetas)optimizer).Betas));
        }
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
        Assert.Throws<ArgumentException>(() => optim.RMSProp([p], alpha: -1));
        Assert.Throws<ArgumentException>(() => optim.Rprop([p], etaplus: 0.9));
        Assert.Throws<ArgumentException>(() => optim.Adagrad([new Adagrad.ParamGroup([p], lr: -1)]));
        Assert.Throws<ArgumentException>(() => optim.LBFGS([p], max_iter: 0));
        Assert.Throws<ArgumentNullException>(() => optim.LBFGS([p]).step());
        Assert.Throws<InvalidOperationException>(() => optim.LBFGS([p]).add_param_group(new ParamGroup()));
        Assert.Throws<ArgumentException>(() => optim.AdamW([p]).load_state_dict(optim.Adam([p]).state_dict()));
        Assert.Throws<ArgumentException>(() => optim.AdamW([p]).add_param_group(new SGD.ParamGroup([Parameter(ones(1))])));
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
        optimizer.step(() =>
        {
            optimizer.zero_grad();
            var loss = (Golden.Numbers(section["c"]) * (w - Golden.Numbers(section["t"])).square() / 2).sum();
            loss.backward();
            return loss;
        });
    }
}

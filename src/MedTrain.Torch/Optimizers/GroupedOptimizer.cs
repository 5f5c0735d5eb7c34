using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>An optimizer whose groups have one kind of settings and whose parameters one kind of state.</summary>
/// <typeparam name="TOptions">The kind of settings.</typeparam>
/// <typeparam name="TState">The kind of state.</typeparam>
public abstract class GroupedOptimizer<TOptions, TState> : OptimizerHelper
    where TOptions : OptimizerOptions, new()
    where TState : OptimizerState
{
    private readonly Func<Parameter, TState> newState;

    private protected GroupedOptimizer(TOptions defaults, IEnumerable<ParamGroup> groups, Func<Parameter, TState> newState)
    {
        ArgumentNullException.ThrowIfNull(groups);
        defaults.Check();
        defaults.InitialLearningRate = defaults.LearningRate!.Value;
        Defaults = defaults;
        this.newState = newState;
        foreach (var group in groups)
        {
            Add(group, Complete(group), newState);
        }
    }

    /// <summary>The settings of groups that leave them open.</summary>
    private protected TOptions Defaults { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The group's settings are those of another kind of optimizer.</exception>
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        Add(param_group, Complete(param_group), newState);
    }

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null) =>
        Step(closure, group => Update((TOptions)group.Options!, Ready<TState>(group)));

    /// <summary>Changes the parameters of one group; what it makes on the way belongs to the caller's dispose scope.</summary>
    private protected abstract void Update(TOptions options, (Parameter Parameter, Tensor Gradient, TState State)[] ready);

    /// <summary>The gradient to go down by, with what the settings add to it.</summary>
    private protected static Tensor Effective(Tensor gradient, Parameter parameter, double? decay, bool? maximize = false)
    {
        var effective = maximize == true ? -gradient : gradient;
        return decay is null or 0 ? effective : effective.add(parameter, alpha: decay.Value);
    }

    private TOptions Complete(ParamGroup group)
    {
        group.Options ??= new TOptions();
        group.Options.Complete(Defaults);
        return (TOptions)group.Options;
    }
}

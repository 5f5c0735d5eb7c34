using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The settings that Adam and AdamW share.</summary>
public abstract class AdamOptions : BetaOptions
{
    /// <summary>Divide by the largest running mean so far.</summary>
    public bool? amsgrad;

    /// <summary>Go up instead of down.</summary>
    public bool? maximize;

    /// <inheritdoc/>
    private protected override void Visit(SettingVisitor visitor)
    {
        base.Visit(visitor);
        visitor.Visit(ref amsgrad);
        visitor.Visit(ref maximize);
    }
}

/// <summary>What Adam and AdamW remember of one parameter.</summary>
public abstract class AdamState : MomentState
{
    /// <summary>The largest running mean of the square so far; null without amsgrad.</summary>
    public Tensor? max_exp_avg_sq;

    private protected AdamState(Parameter parameter)
        : base(parameter)
    {
    }

    /// <inheritdoc/>
    public override void Initialize(OptimizerOptions options)
    {
        base.Initialize(options);
        Replace(ref max_exp_avg_sq, ((AdamOptions)options).amsgrad == true ? Zeros() : null);
    }

    /// <inheritdoc/>
    private protected override void Visit(StateVisitor visitor)
    {
        base.Visit(visitor);
        visitor.VisitOptional(ref max_exp_avg_sq);
    }
}

/// <summary>Adam and AdamW, which differ in how weights decay.</summary>
/// <typeparam name="TOptions">The kind of settings.</typeparam>
/// <typeparam name="TState">The kind of state.</typeparam>
public abstract class AdamBase<TOptions, TState> : BetaOptimizer<TOptions, TState>
    where TOptions : AdamOptions, new()
    where TState : AdamState
{
    private protected AdamBase(TOptions defaults, IEnumerable<ParamGroup> groups, Func<Parameter, TState> newState)
        : base(defaults, groups, newState)
    {
    }

    /// <summary>How the weights decay: what they are multiplied by, and their share in the gradients.</summary>
    private protected abstract (double Keep, double L2) Decay(TOptions options);

    /// <inheritdoc/>
    private protected override void Update(TOptions options, (Parameter Parameter, Tensor Gradient, TState State)[] ready)
    {
        foreach (var entries in ready.GroupBy(entry => ++entry.State.step))
        {
            Update(options, entries.Key, [.. entries]);
        }
    }

    private void Update(TOptions options, long step, (Parameter Parameter, Tensor Gradient, TState State)[] entries)
    {
        var parameters = Foreach.Of(entries, entry => entry.Parameter);
        var gradients = Foreach.Of(entries, entry => entry.Gradient);
        if (options.maximize == true)
        {
            gradients = Foreach.Negatives(gradients);
        }

        var adam = new AdamStep(options.LearningRate!.Value, Decay(options), options.beta1!.Value, options.beta2!.Value, options.eps!.Value);
        var means = Foreach.Of(entries, entry => entry.State.exp_avg);
        var squares = Foreach.Of(entries, entry => entry.State.exp_avg_sq);
        var largest = options.amsgrad == true ? Foreach.Of(entries, entry => entry.State.max_exp_avg_sq) : null;
        adam.Run(step, parameters, gradients, means, squares, largest);
    }
}

using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>The settings that Adam and its relatives share.</summary>
public abstract class BetaOptions : OptimizerOptions
{
    /// <summary>The decay of the running mean of the gradient.</summary>
    public double? beta1;

    /// <summary>The decay of the running mean of the gradient's square (or size).</summary>
    public double? beta2;

    /// <summary>Added to the denominator.</summary>
    public double? eps;

    /// <summary>The decay of the weights.</summary>
    public double? weight_decay;

    /// <summary>Both decays of running means.</summary>
    internal (double, double) Betas
    {
        get => (beta1!.Value, beta2!.Value);
        set => (beta1, beta2) = value;
    }

    /// <inheritdoc/>
    internal override void Check()
    {
        base.Check();
        Require(eps >= 0, $"eps must not be negative, was {eps}.");
        Require(beta1 is >= 0 and < 1, $"beta1 must be in [0, 1), was {beta1}.");
        Require(beta2 is >= 0 and < 1, $"beta2 must be in [0, 1), was {beta2}.");
        Require(weight_decay >= 0, $"weight_decay must not be negative, was {weight_decay}.");
    }

    /// <inheritdoc/>
    private protected override void Visit(SettingVisitor visitor)
    {
        visitor.Visit(ref beta1);
        visitor.Visit(ref beta2);
        visitor.Visit(ref eps);
        visitor.Visit(ref weight_decay);
    }
}

/// <summary>Parameters with settings of Adam or one of its relatives.</summary>
/// <typeparam name="TOptions">The kind of settings.</typeparam>
public abstract class BetaParamGroup<TOptions> : ParamGroup<TOptions>, IBetas
    where TOptions : BetaOptions
{
    private protected BetaParamGroup()
    {
    }

    private protected BetaParamGroup(IEnumerable<Parameter> parameters, TOptions options)
        : base(parameters, options)
    {
    }

    /// <inheritdoc/>
    public (double, double) Betas
    {
        get => Options!.Betas;
        set => Options!.Betas = value;
    }
}

/// <summary>Adam or one of its relatives.</summary>
/// <typeparam name="TOptions">The kind of settings.</typeparam>
/// <typeparam name="TState">The kind of state.</typeparam>
public abstract class BetaOptimizer<TOptions, TState> : GroupedOptimizer<TOptions, TState>, IBetas
    where TOptions : BetaOptions, new()
    where TState : OptimizerState
{
    private protected BetaOptimizer(TOptions defaults, IEnumerable<ParamGroup> groups, Func<Parameter, TState> newState)
        : base(defaults, groups, newState)
    {
    }

    /// <inheritdoc/>
    public (double, double) Betas
    {
        get => Defaults.Betas;
        set => Defaults.Betas = value;
    }
}

using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Parameters that an optimizer treats by the same settings.</summary>
public class ParamGroup : ILearningRateController
{
    /// <summary>The parameters.</summary>
    public IEnumerable<Parameter> Parameters { get; set; } = [];

    /// <summary>The settings; null to take the optimizer's.</summary>
    public OptimizerOptions? Options { get; set; }

    /// <summary>The rate of the next step.</summary>
    public double LearningRate
    {
        get => Options!.LearningRate!.Value;
        set => Options!.LearningRate = value;
    }

    /// <summary>The rate at the beginning.</summary>
    public double InitialLearningRate
    {
        get => Options!.InitialLearningRate;
        set => Options!.InitialLearningRate = value;
    }
}

/// <summary>Parameters that one kind of optimizer treats by the same settings.</summary>
/// <typeparam name="TOptions">The kind of settings.</typeparam>
public class ParamGroup<TOptions> : ParamGroup
    where TOptions : OptimizerOptions
{
    /// <summary>An empty group.</summary>
    public ParamGroup()
    {
    }

    /// <summary>A group with settings.</summary>
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options;
    }

    /// <summary>The settings.</summary>
    public new TOptions? Options
    {
        get => (TOptions?)base.Options;
        set => base.Options = value;
    }
}

using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum when asked.</summary>
public sealed partial class SGD : GroupedOptimizer<SGD.Options, SGD.State>, IMomentum
{
    /// <summary>An optimizer of parameters in one group.</summary>
    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    /// <summary>An optimizer of parameters in groups.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
        : base(
            new Options
            {
                LearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            },
            parameters, parameter => new State(parameter))
    {
    }

    /// <inheritdoc/>
    public double Momentum
    {
        get => Defaults.momentum!.Value;
        set => Defaults.momentum = value;
    }
}

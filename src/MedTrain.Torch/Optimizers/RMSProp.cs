using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Gradients divided by their running size (Tieleman and Hinton 2012).</summary>
public sealed partial class RMSProp : GroupedOptimizer<RMSProp.Options, RMSProp.State>, IMomentum
{
    /// <summary>An optimizer of parameters in one group.</summary>
    public RMSProp(
        IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
        double momentum = 0.0, bool centered = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
    {
    }

    /// <summary>An optimizer of parameters in groups.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public RMSProp(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
        double momentum = 0.0, bool centered = false, bool maximize = false)
        : base(
            new Options
            {
                LearningRate = lr,
                alpha = alpha,
                eps = eps,
                weight_decay = weight_decay,
                momentum = momentum,
                centered = centered,
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

    /// <inheritdoc/>
    private protected override void Update(Options options, (Parameter Parameter, Tensor Gradient, State State)[] ready)
    {
        var (rate, alpha) = (options.LearningRate!.Value, options.alpha!.Value);
        foreach (var (parameter, raw, state) in ready)
        {
            var gradient = Effective(raw, parameter, options.weight_decay, options.maximize);
            state.step++;
            var square = state.square_avg!.mul_(alpha).addcmul_(gradient, gradient, value: 1 - alpha);
            var mean = state.grad_avg?.mul_(alpha).add_(gradient, alpha: 1 - alpha);
            var variance = mean is null ? square : square.addcmul(mean, mean, value: -1);
            var size = variance.sqrt().add_(options.eps!.Value);
            if (state.momentum_buffer is { } buffer)
            {
                buffer.mul_(options.momentum!.Value).addcdiv_(gradient, size, 1);
                parameter.add_(buffer, alpha: -rate);
            }
            else
            {
                parameter.addcdiv_(gradient, size, -rate);
            }
        }
    }
}

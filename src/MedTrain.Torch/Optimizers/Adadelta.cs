using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Steps scaled by the running sizes of gradients and of steps (Zeiler 2012).</summary>
public sealed partial class Adadelta : GroupedOptimizer<Adadelta.Options, Adadelta.State>
{
    /// <summary>An optimizer of parameters in one group.</summary>
    public Adadelta(
        IEnumerable<Parameter> parameters, double lr, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, rho, eps, weight_decay, maximize)
    {
    }

    /// <summary>An optimizer of parameters in groups.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public Adadelta(
        IEnumerable<ParamGroup> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
        bool maximize = false)
        : base(
            new Options
            {
                LearningRate = lr,
                rho = rho,
                eps = eps,
                weight_decay = weight_decay,
                maximize = maximize,
            },
            parameters, parameter => new State(parameter))
    {
    }

    /// <inheritdoc/>
    private protected override void Update(Options options, (Parameter Parameter, Tensor Gradient, State State)[] ready)
    {
        var (rho, eps) = (options.rho!.Value, options.eps!.Value);
        foreach (var (parameter, raw, state) in ready)
        {
            var gradient = Effective(raw, parameter, options.weight_decay, options.maximize);
            state.step++;
            var square = state.square_avg!.mul_(rho).addcmul_(gradient, gradient, value: 1 - rho);
            var change = state.acc_delta!.add(eps).sqrt_().div_(square.add(eps).sqrt_()).mul_(gradient);
            state.acc_delta!.mul_(rho).addcmul_(change, change, value: 1 - rho);
            parameter.add_(change, alpha: -options.LearningRate!.Value);
        }
    }
}

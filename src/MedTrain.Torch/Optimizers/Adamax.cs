using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with the largest gradient in place of the mean square (Kingma and Ba 2015).</summary>
public sealed partial class Adamax : BetaOptimizer<Adamax.Options, Adamax.State>
{
    /// <summary>An optimizer of parameters in one group.</summary>
    public Adamax(
        IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay)
    {
    }

    /// <summary>An optimizer of parameters in groups.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public Adamax(
        IEnumerable<ParamGroup> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0)
        : base(
            new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
            },
            parameters, parameter => new State(parameter))
    {
    }

    /// <inheritdoc/>
    private protected override void Update(Options options, (Parameter Parameter, Tensor Gradient, State State)[] ready)
    {
        var (beta1, beta2) = options.Betas;
        foreach (var (parameter, raw, state) in ready)
        {
            var gradient = Effective(raw, parameter, options.weight_decay);
            state.step++;
            var mean = state.exp_avg!.mul_(beta1).add_(gradient, alpha: 1 - beta1);
            var largest = state.exp_inf!.mul_(beta2);
            Foreach.KeepLargest([largest], [gradient.abs().add_(options.eps!.Value)]);
            parameter.addcdiv_(mean, largest, -options.LearningRate!.Value / (1 - Math.Pow(beta1, state.step)));
        }
    }
}

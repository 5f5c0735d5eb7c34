using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam whose rate is rectified while the variance is uncertain (Liu et al. 2020).</summary>
public sealed partial class RAdam : BetaOptimizer<RAdam.Options, RAdam.State>
{
    /// <summary>An optimizer of parameters in one group.</summary>
    public RAdam(
        IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay)
    {
    }

    /// <summary>An optimizer of parameters in groups.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public RAdam(
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
        var (rate, beta1, beta2) = (options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value);
        var longest = (2 / (1 - beta2)) - 1; // the length of the average in the limit
        foreach (var (parameter, raw, state) in ready)
        {
            var gradient = Effective(raw, parameter, options.weight_decay);
            state.step++;
            var mean = state.exp_avg!.mul_(beta1).add_(gradient, alpha: 1 - beta1);
            var square = state.exp_avg_sq!.mul_(beta2).addcmul_(gradient, gradient, value: 1 - beta2);
            var corrected = mean / (1 - Math.Pow(beta1, state.step));
            var rest = 1 - Math.Pow(beta2, state.step);
            var length = longest - (2 * state.step * Math.Pow(beta2, state.step) / rest);
            if (length <= 5)
            {
                parameter.add_(corrected, alpha: -rate);
                continue;
            }

            var rectified = Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
            parameter.addcdiv_(corrected, square.sqrt().add_(options.eps!.Value), -rate * rectified * Math.Sqrt(rest));
        }
    }
}

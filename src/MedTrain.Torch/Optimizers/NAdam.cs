using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with Nesterov's look-ahead (Dozat 2016).</summary>
public sealed partial class NAdam : BetaOptimizer<NAdam.Options, NAdam.State>
{
    /// <summary>An optimizer of parameters in one group.</summary>
    public NAdam(
        IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, double momentum_decay = 4e-3)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, momentum_decay)
    {
    }

    /// <summary>An optimizer of parameters in groups.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public NAdam(
        IEnumerable<ParamGroup> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, double momentum_decay = 4e-3)
        : base(
            new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                momentum_decay = momentum_decay,
            },
            parameters, parameter => new State(parameter))
    {
    }

    /// <inheritdoc/>
    private protected override void Update(Options options, (Parameter Parameter, Tensor Gradient, State State)[] ready)
    {
        var (rate, beta1, beta2) = (options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value);
        foreach (var (parameter, raw, state) in ready)
        {
            var gradient = Effective(raw, parameter, options.weight_decay);
            state.step++;
            var momentum = Momentum(options, state.step);
            var next = Momentum(options, state.step + 1);
            var (product, productNext) = Products(state.mu_product, momentum, next);
            state.mu_product = product;
            var mean = state.exp_avg!.mul_(beta1).add_(gradient, alpha: 1 - beta1);
            var square = state.exp_avg_sq!.mul_(beta2).addcmul_(gradient, gradient, value: 1 - beta2);
            var denominator = square.div(1 - Math.Pow(beta2, state.step)).sqrt_().add_(options.eps!.Value);
            parameter.addcdiv_(gradient, denominator, -rate * (1 - momentum) / (1 - product));
            parameter.addcdiv_(mean, denominator, -rate * next / (1 - productNext));
        }
    }

    // As PyTorch 1.13 does, whose runs are the reference: in single precision, and the second product has the momentum twice
    // (PyTorch 2 has it once).
    private static (double Product, double ProductNext) Products(double before, double momentum, double next)
    {
        var product = (float)before * (float)momentum;
        return (product, product * (float)momentum * (float)next);
    }

    private static double Momentum(Options options, long step) =>
        options.beta1!.Value * (1 - (0.5 * Math.Pow(0.96, step * options.momentum_decay!.Value)));
}

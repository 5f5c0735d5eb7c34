using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Gradients divided by their size so far (Duchi et al. 2011).</summary>
public sealed partial class Adagrad : GroupedOptimizer<Adagrad.Options, Adagrad.State>
{
    /// <summary>An optimizer of parameters in one group.</summary>
    public Adagrad(
        IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0,
        double initial_accumulator_value = 0, double eps = 1e-10)
        : this([new ParamGroup { Parameters = parameters }], lr, lr_decay, weight_decay, initial_accumulator_value, eps)
    {
    }

    /// <summary>An optimizer of parameters in groups.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public Adagrad(
        IEnumerable<ParamGroup> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0,
        double initial_accumulator_value = 0, double eps = 1e-10)
        : base(
            new Options
            {
                LearningRate = lr,
                lr_decay = lr_decay,
                weight_decay = weight_decay,
                initial_accumulator_value = initial_accumulator_value,
                eps = eps,
            },
            parameters, parameter => new State(parameter))
    {
    }

    /// <inheritdoc/>
    private protected override void Update(Options options, (Parameter Parameter, Tensor Gradient, State State)[] ready)
    {
        foreach (var (parameter, raw, state) in ready)
        {
            var gradient = Effective(raw, parameter, options.weight_decay);
            var rate = options.LearningRate!.Value / (1 + (state.step++ * options.lr_decay!.Value));
            var size = state.sum!.addcmul_(gradient, gradient, value: 1).sqrt().add_(options.eps!.Value);
            parameter.addcdiv_(gradient, size, -rate);
        }
    }
}

using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Steps that grow while a gradient keeps its sign and shrink when it turns (Riedmiller and Braun 1993).</summary>
public sealed partial class Rprop : GroupedOptimizer<Rprop.Options, Rprop.State>
{
    /// <summary>An optimizer of parameters in one group.</summary>
    public Rprop(
        IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
        double max_step = 50, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, etaminus, etaplus, min_step, max_step, maximize)
    {
    }

    /// <summary>An optimizer of parameters in groups.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public Rprop(
        IEnumerable<ParamGroup> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
        double max_step = 50, bool maximize = false)
        : base(
            new Options
            {
                LearningRate = lr,
                etaminus = etaminus,
                etaplus = etaplus,
                min_step = min_step,
                max_step = max_step,
                maximize = maximize,
            },
            parameters, parameter => new State(parameter))
    {
    }

    /// <inheritdoc/>
    private protected override void Update(Options options, (Parameter Parameter, Tensor Gradient, State State)[] ready)
    {
        foreach (var (parameter, raw, state) in ready)
        {
            var gradient = Effective(raw, parameter, null, options.maximize);
            state.step++;
            var agreement = gradient.mul(state.prev!);
            var turned = agreement.lt(0);
            var factor = ones_like(gradient).masked_fill_(agreement.gt(0), options.etaplus!.Value)
                .masked_fill_(turned, options.etaminus!.Value);
            var size = state.step_size!.mul_(factor).clamp_(options.min_step!.Value, options.max_step!.Value);
            gradient = gradient.masked_fill(turned, 0);
            parameter.addcmul_(gradient.sign(), size, value: -1);
            state.prev!.copy_(gradient);
        }
    }
}

using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Limited-memory BFGS (Liu and Nocedal 1989), without line search: all parameters as one vector, one group.</summary>
public sealed partial class LBFGS : OptimizerHelper, ILearningRateController
{
    private readonly State memory;
    private readonly ParamGroup only;

    internal LBFGS(IEnumerable<Parameter> parameters, Options settings)
    {
        settings.Complete(settings);
        only = new ParamGroup { Parameters = [.. parameters], Options = settings };
        memory = new State(only.Parameters.FirstOrDefault() ?? throw new ArgumentException("There are no parameters to optimize."));
        Add(only, settings, parameter => ReferenceEquals(parameter, only.Parameters.First()) ? memory : new State(parameter));
    }

    /// <inheritdoc/>
    public double LearningRate
    {
        get => only.LearningRate;
        set => only.LearningRate = value;
    }

    /// <inheritdoc/>
    public double InitialLearningRate
    {
        get => only.InitialLearningRate;
        set => only.InitialLearningRate = value;
    }

    /// <summary>Not possible: the method treats all parameters as one vector.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void add_param_group(Modules.ParamGroup param_group) =>
        throw new InvalidOperationException("LBFGS has one group of parameters; give all of them when it is made.");

    /// <summary>Makes up to max_iter iterations.</summary>
    /// <param name="closure">Computes the loss and its gradients anew; needed.</param>
    /// <returns>The loss before the first iteration.</returns>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        ArgumentNullException.ThrowIfNull(closure);
        using var mode = no_grad();
        memory.Follow();
        var first = Evaluate(closure);
        using var scope = NewDisposeScope();
        Iterate((Options)only.Options!, closure, first.ToDouble());
        return first;
    }

    private static Tensor Evaluate(Func<Tensor> closure)
    {
        using var recording = enable_grad();
        return closure();
    }

    private void Iterate(Options options, Func<Tensor> closure, double loss)
    {
        var gradient = FlatGradient();
        for (var (iteration, evaluations) = (1, 1L); !IsFlat(gradient, options); iteration++)
        {
            memory.Advance(gradient, options.history_size);
            var direction = memory.d!;
            memory.t = memory.n_iter == 1
                ? Math.Min(1, 1 / gradient.abs().sum().ToDouble()) * options.LearningRate!.Value
                : options.LearningRate!.Value;
            var slope = gradient.dot(direction).ToDouble();
            if (slope > -options.tolerance_change)
            {
                return;
            }

            Move(memory.t, direction);
            if (iteration == options.max_iter)
            {
                return;
            }

            var before = loss;
            using (var next = Evaluate(closure))
            {
                loss = next.ToDouble();
            }

            gradient = FlatGradient();
            evaluations++;
            var moved = Math.Abs(memory.t) * direction.abs().max().ToDouble();
            if (evaluations >= options.max_eval || IsFlat(gradient, options) || moved <= options.tolerance_change
                || Math.Abs(loss - before) < options.tolerance_change)
            {
                return;
            }
        }
    }

    private static bool IsFlat(Tensor gradient, Options options) => gradient.abs().max().ToDouble() <= options.tolerance_grad;

    private Tensor FlatGradient() =>
        cat([.. only.Parameters.Select(parameter => parameter.grad?.reshape(-1) ?? zeros_like(parameter).reshape(-1))]);

    private void Move(double length, Tensor direction)
    {
        long at = 0;
        foreach (var parameter in only.Parameters)
        {
            parameter.add_(direction.narrow(0, at, parameter.numel()).view_as(parameter), alpha: length);
            at += parameter.numel();
        }
    }
}

using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <content>The step.</content>
public sealed partial class SGD
{
    /// <inheritdoc/>
    private protected override void Update(Options options, (Parameter Parameter, Tensor Gradient, State State)[] ready)
    {
        if (ready.Length == 0)
        {
            return;
        }

        var parameters = Foreach.Of(ready, entry => entry.Parameter);
        var steps = Foreach.Of(ready, entry => entry.Gradient);
        if (InOnePass(options, parameters, steps, ready))
        {
            return;
        }

        if (options.maximize == true)
        {
            steps = Foreach.Negatives(steps);
        }

        if (options.weight_decay != 0)
        {
            steps = Foreach.PlusScaled(steps, parameters, options.weight_decay!.Value);
        }

        if (options.momentum != 0)
        {
            steps = WithMomentum(options, steps, ready);
        }

        Foreach.AddScaled(parameters, steps, -options.LearningRate!.Value);
    }

    /// <summary>The step over dense tensors on the CPU, but for the first with momentum, which makes the buffers.</summary>
    private static bool InOnePass(
        Options options, Tensor[] parameters, Tensor[] gradients, (Parameter Parameter, Tensor Gradient, State State)[] ready)
    {
        var momentum = options.momentum!.Value;
        if (options.maximize == true || (momentum != 0 && ready.Any(entry => entry.State.momentum_buffer is null)))
        {
            return false;
        }

        var buffers = momentum == 0 ? [] : Foreach.Of(ready, entry => entry.State.momentum_buffer);
        return Aten.CallBool(
            "medtrain::sgd_", parameters, gradients, buffers, options.weight_decay!.Value, momentum, 1 - options.dampening!.Value,
            -options.LearningRate!.Value, options.nesterov == true);
    }

    private static Tensor[] WithMomentum(Options options, Tensor[] steps, (Parameter Parameter, Tensor Gradient, State State)[] ready)
    {
        var momentum = options.momentum!.Value;
        var known = Enumerable.Range(0, ready.Length).Where(i => ready[i].State.momentum_buffer is not null).ToArray();
        if (known.Length > 0)
        {
            var buffers = Foreach.Of(known, i => ready[i].State.momentum_buffer);
            Foreach.Scale(buffers, momentum);
            Foreach.AddScaled(buffers, Foreach.Of(known, i => steps[i]), 1 - options.dampening!.Value);
        }

        for (var i = 0; i < ready.Length; i++)
        {
            ready[i].State.momentum_buffer ??= steps[i].clone().detach_().DetachFromDisposeScope();
        }

        var all = Foreach.Of(ready, entry => entry.State.momentum_buffer);
        return options.nesterov == true ? Foreach.PlusScaled(steps, all, momentum) : all;
    }
}

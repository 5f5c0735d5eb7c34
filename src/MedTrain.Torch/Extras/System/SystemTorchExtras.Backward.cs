using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <content>Hooks and regions that are computed again.</content>
internal sealed unsafe partial class SystemTorchExtras
{
    public IDisposable AddGradientHook(Tensor tensor, Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        var context = GradientCallback.Context(gradient => hook(gradient) is { } changed ? [changed] : []);
        var number = Door.Check(
            Door.mt_add_hook(tensor.Handle, GradientCallback.Function, GradientCallback.Release, context), nameof(AddGradientHook));
        return new Removal(() =>
        {
            if (!tensor.IsInvalid)
            {
                Door.Check(Door.mt_remove_hook(tensor.Handle, number), nameof(AddGradientHook));
            }
        });
    }

    // The layer's input is replaced by a view of it, so that the gradient seen is the one that comes through this layer alone.
    public IDisposable AddBackwardHook(nn.Module<Tensor, Tensor> module, BackwardHook hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        var passes = new ConditionalWeakTable<Tensor, Pass>();
        var before = module.register_forward_pre_hook((_, input) =>
        {
            if (!is_grad_enabled() || !input.requires_grad)
            {
                return input;
            }

            var (view, pass) = (input.view_as(input), new Pass());
            passes.Add(view, pass);
            AddGradientHook(view, gradient =>
            {
                using var output = pass.Taken();
                return hook(module, gradient, output);
            });
            return view;
        });
        var after = module.register_forward_hook((_, input, output) =>
        {
            if (is_grad_enabled() && output.requires_grad)
            {
                var pass = passes.TryGetValue(input, out var known) ? known : null;
                AddGradientHook(output, gradient =>
                {
                    if (pass is null)
                    {
                        hook(module, null, gradient);
                    }
                    else
                    {
                        pass.OutputGradient = gradient.detach().DetachFromDisposeScope();
                    }

                    return null;
                });
            }

            return output;
        });
        return new Removal(() =>
        {
            before.remove();
            after.remove();
        });
    }

    public Tensor Checkpoint(Func<Tensor, Tensor> function, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!is_grad_enabled())
        {
            return function(input);
        }

        var region = new RecomputedRegion(function, input);
        var inputs = stackalloc nint[1] { input.Handle };
        using var output = region.First();
        var result = Door.mt_recomputed(
            output.Handle, inputs, 1, GradientCallback.Function, GradientCallback.Release, GradientCallback.Context(region.Gradients, region));
        GC.KeepAlive(input);
        return result != 0 ? new Tensor(result) : throw new TorchException(nameof(Checkpoint), Door.LastError);
    }

    // One run of a hooked layer between its forward and its backward pass.
    private sealed class Pass
    {
        internal Tensor? OutputGradient { get; set; }

        internal Tensor Taken()
        {
            var taken = OutputGradient ?? throw new InvalidOperationException("The layer's output had no gradient when its input's came.");
            OutputGradient = null;
            return taken;
        }
    }

    private sealed class Removal(Action remove) : IDisposable
    {
        private Action? remove = remove;

        public void Dispose() => Interlocked.Exchange(ref remove, null)?.Invoke();
    }
}

using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <summary>A part of a network that the backward pass computes again: its input, the state of the random numbers and the precision that
/// it was computed with.</summary>
internal sealed class RecomputedRegion : IDisposable
{
    private const int AutocastOn = 256;

    [ThreadStatic]
    private static bool isRunning;

    private readonly Func<Tensor, Tensor> function;
    private readonly Tensor input;
    private readonly Generator generator;
    private readonly Tensor randomNumbers;
    private readonly int autocastCpu = Door.mt_autocast((int)DeviceType.CPU);
    private readonly int autocastCuda = Door.mt_autocast((int)DeviceType.CUDA);
    private readonly bool wantsGradient;

    internal RecomputedRegion(Func<Tensor, Tensor> function, Tensor input)
    {
        this.function = function;
        this.input = input.detach().DetachFromDisposeScope();
        generator = Generator.DefaultOf(input.device);
        randomNumbers = generator.get_state().DetachFromDisposeScope();
        wantsGradient = input.requires_grad;
    }

    /// <summary>Whether this thread computes a part again: layers that count or average over batches have seen this one.</summary>
    internal static bool IsRunningAgain => isRunning;

    public void Dispose()
    {
        input.Dispose();
        randomNumbers.Dispose();
    }

    /// <summary>The output, without a record of how it came about.</summary>
    internal Tensor First()
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        return function(input).alias().DetachFromDisposeScope();
    }

    /// <summary>The gradient of the input for the gradient of the output; parameters accumulate theirs.</summary>
    internal Tensor?[] Gradients(Tensor gradient)
    {
        var again = input.detach();
        again.requires_grad = wantsGradient;
        using var now = generator.get_state();
        Tensor output;
        try
        {
            isRunning = true;
            generator.set_state(randomNumbers);
            using var mode = enable_grad();
            using var cpu = Precision(DeviceType.CPU, autocastCpu);
            using var cuda = Precision(DeviceType.CUDA, autocastCuda);
            output = function(again);
        }
        finally
        {
            generator.set_state(now);
            isRunning = false;
        }

        autograd.backward(output, gradient);
        return [again.grad];
    }

    private static IDisposable? Precision(DeviceType device, int state) =>
        state >= AutocastOn ? TorchExtras.Current.Autocast(device, (ScalarType)(state % AutocastOn)) : null;
}

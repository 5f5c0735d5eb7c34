using MedTrain.Torch;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each channel of each sample over its positions.</summary>
public abstract class InstanceNorm : NormBase
{
    /// <summary>A layer for a number of channels.</summary>
    protected InstanceNorm(
        long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype,
        string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    /// <param name="input">[N, C, …] or [C, …].</param>
    /// <param name="withBatch">The number of dimensions of an input with N.</param>
    private protected Tensor Normalised(Tensor input, int withBatch)
    {
        CheckDimensions(input, withBatch - 1, withBatch);
        var single = input.ndim < withBatch;
        using var batch = single ? input.unsqueeze(0) : null;
        // A batch that is computed again for its gradients is in the running statistics already.
        var factor = RecomputedRegion.IsRunningAgain ? 0 : momentum ?? 0.1;
        var result = Aten.Call(
            "instance_norm", batch ?? input, weight, bias, running_mean, running_var, training || !track_running_stats, factor, eps, true);
        return single ? result.squeeze_(0) : result;
    }
}

using MedTrain.Torch;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each channel over the batch and all positions; in evaluation mode by the running statistics.</summary>
public abstract class BatchNorm : NormBase
{
    /// <summary>A layer for a number of channels.</summary>
    protected BatchNorm(
        long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype,
        string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    /// <summary>Normalises [N, C, …].</summary>
    public override Tensor forward(Tensor input) => Run(isRectified: false, input, added: null);

    /// <summary>max(0, normalised input + added): what this layer, a shortcut and a ReLU after it compute, in one operator.</summary>
    internal Tensor RectifiedForward(Tensor input, Tensor? added = null) => Run(isRectified: true, input, added);

    /// <summary>Refuses an input with another number of dimensions than the layer takes.</summary>
    private protected abstract void Check(Tensor input);

    private Tensor Run(bool isRectified, Tensor input, Tensor? added)
    {
        Check(input);
        var byBatch = training || running_mean is null;
        if (byBatch && input.NumberOfElements / Math.Max(1, input.size(1)) <= 1)
        {
            throw new ArgumentException(
                $"{GetName()} needs more than one value for each channel in training, was given [{string.Join(", ", input.shape)}].",
                nameof(input));
        }

        // A batch that is computed again for its gradients is in the running statistics already.
        var isKnown = RecomputedRegion.IsRunningAgain;
        var factor = isKnown ? 0 : momentum ?? 0;
        if (training && num_batches_tracked is not null && !isKnown)
        {
            using var mode = no_grad();
            num_batches_tracked.add_(1);
            factor = momentum ?? 1.0 / num_batches_tracked.ToInt64();
        }

        var (mean, variance) = training && !track_running_stats ? (null, null) : (running_mean, running_var);
        return isRectified
            ? Aten.Call("medtrain::batch_norm_relu", input, weight, bias, mean, variance, byBatch, factor, eps, added)
            : Aten.Call("batch_norm", input, weight, bias, mean, variance, byBatch, factor, eps, true);
    }
}

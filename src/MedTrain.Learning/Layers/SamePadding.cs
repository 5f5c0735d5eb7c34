using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>
/// TensorFlow's "SAME" padding: an output of <c>ceil(side / stride)</c>, with the odd pixel of the padding at the end of each axis.
/// </summary>
public static class SamePadding
{
    /// <summary>The maps <c>[N, C, (D,) H, W]</c> with what a window of this size and stride needs around them.</summary>
    public static Tensor Pad(Tensor maps, int kernel, int stride, double value = 0)
    {
        var sides = Enumerable.Reverse(maps.shape[2..]).SelectMany(side => Around(side, kernel, stride)).ToArray();
        return sides.All(side => side == 0) ? maps.alias() : functional.pad(maps, sides, PaddingModes.Constant, value);
    }

    private static long[] Around(long side, int kernel, int stride)
    {
        var outputs = (side + stride - 1) / stride;
        var total = Math.Max(0, ((outputs - 1) * stride) + kernel - side);
        return [total / 2, total - (total / 2)];
    }
}

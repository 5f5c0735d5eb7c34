using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Pretraining;

/// <summary>
/// Feature maps <c>[N, channels, …]</c> back to images: steps that double the sides by linear interpolation and halve the channels with a
/// 3×3 convolution, batch normalisation and ReLU; a last convolution gives the image's channels.
/// </summary>
internal sealed class ReconstructionDecoder : Block
{
    private const long LeastChannels = 16;

    private readonly SpatialOps ops;
    private readonly List<(long[] Size, Module<Tensor, Tensor> Layers)> steps = [];
    private readonly Module<Tensor, Tensor> output;

    /// <summary>Makes the layers.</summary>
    /// <param name="ops">Images or volumes.</param>
    /// <param name="channels">Channels of the maps.</param>
    /// <param name="imageChannels">Channels of the images.</param>
    /// <param name="from">Sides of the maps.</param>
    /// <param name="to">Sides of the images.</param>
    internal ReconstructionDecoder(SpatialOps ops, long channels, long imageChannels, long[] from, IReadOnlyList<long> to)
        : base("ReconstructionDecoder")
    {
        this.ops = ops;
        var count = Math.Max(1, (int)Math.Ceiling(Math.Log2(from.Zip(to, (small, large) => (double)large / small).Max()) - 1e-9));
        for (var step = 1; step <= count; step++)
        {
            var share = (double)step / count;
            long[] size = [.. from.Zip(to, (small, large) => (long)Math.Round(small * Math.Pow((double)large / small, share)))];
            var next = Math.Max(LeastChannels, channels / 2);
            steps.Add((size, Child($"step{step}", Sequential(
                ("conv", ops.Conv(channels, next, 3, padding: 1, bias: false)),
                ("norm", ops.BatchNorm(next)),
                ("relu", ReLU(inplace: true))))));
            channels = next;
        }

        output = Child("output", ops.Conv(channels, imageChannels, 3, padding: 1));
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = steps.Aggregate(input, (maps, step) => step.Layers.call(ops.Resize(maps, step.Size)));
        return output.call(x).MoveToOuterDisposeScope();
    }
}

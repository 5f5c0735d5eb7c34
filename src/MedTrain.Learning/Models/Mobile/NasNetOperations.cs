using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>Makes the operations within NASNet's cells. Those that halve the size pad as TensorFlow does.</summary>
/// <param name="ops">Makes layers of the network's dimensions.</param>
/// <param name="averagesPadding">Whether the averages that halve the size count the zeros around the maps.</param>
internal sealed class NasNetOperations(SpatialOps ops, bool averagesPadding)
{
    /// <summary>Makes layers of the network's dimensions.</summary>
    public SpatialOps Ops { get; } = ops;

    /// <summary>ReLU, 1×1 convolution, normalisation.</summary>
    public Module<Tensor, Tensor> Convert(long inputs, long outputs) => Sequential(
        ("relu", ReLU()), ("conv", Ops.Conv(inputs, outputs, 1, bias: false)), ("bn", Ops.BatchNorm(outputs, NasNetCell.Eps)));

    /// <summary>
    /// ReLU, separable convolution and normalisation, twice; the first convolution has the stride and changes the channels.
    /// </summary>
    public Module<Tensor, Tensor> Separable(long inputs, long outputs, int kernel, int stride = 1) =>
        new TwiceSeparable(Ops, inputs, outputs, kernel, stride);

    /// <summary>The mean of 3×3 windows at the same size; what lies outside does not count.</summary>
    public Module<Tensor, Tensor> Average() => Ops.AvgPool(3, stride: 1, padding: 1, countPadding: false);

    /// <summary>The maximum of 3×3 windows at half the size.</summary>
    public Module<Tensor, Tensor> HalvingMaximum() => new PaddedPool(Ops.MaxPool(3, stride: 2), double.NegativeInfinity);

    /// <summary>The mean of 3×3 windows at half the size.</summary>
    public Module<Tensor, Tensor> HalvingAverage() => new PaddedPool(Ops.AvgPool(3, stride: 2), 0, isMeanOfInside: !averagesPadding);

    /// <summary>Pools 3×3 windows at half the size.</summary>
    private sealed class PaddedPool : Block
    {
        private readonly Module<Tensor, Tensor> pool;
        private readonly double outside;
        private readonly bool isMeanOfInside;

        public PaddedPool(Module<Tensor, Tensor> pool, double outside, bool isMeanOfInside = false)
            : base(nameof(PaddedPool)) =>
            (this.pool, this.outside, this.isMeanOfInside) = (Child("pool", pool), outside, isMeanOfInside);

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var pooled = pool.call(SamePadding.Pad(input, 3, 2, outside));
            if (isMeanOfInside)
            {
                var inside = ones_like(input.narrow(0, 0, 1).narrow(1, 0, 1));
                pooled = pooled / pool.forward(SamePadding.Pad(inside, 3, 2)); // the part of each window that lies inside
            }

            return pooled.MoveToOuterDisposeScope();
        }
    }

    private sealed class TwiceSeparable : Block
    {
        private readonly Module<Tensor, Tensor> depthwise1, pointwise1, norm1, depthwise2, pointwise2, norm2;
        private readonly int kernel, stride;

        public TwiceSeparable(SpatialOps ops, long inputs, long outputs, int kernel, int stride)
            : base(nameof(TwiceSeparable))
        {
            (this.kernel, this.stride) = (kernel, stride);
            depthwise1 = Place("separable_1.depthwise_conv2d", ops.Conv(inputs, inputs, kernel, stride, groups: inputs, bias: false));
            pointwise1 = Place("separable_1.pointwise_conv2d", ops.Conv(inputs, outputs, 1, bias: false));
            norm1 = Child("bn_sep_1", ops.BatchNorm(outputs, NasNetCell.Eps));
            depthwise2 = Place(
                "separable_2.depthwise_conv2d", ops.Conv(outputs, outputs, kernel, padding: kernel / 2, groups: outputs, bias: false));
            pointwise2 = Place("separable_2.pointwise_conv2d", ops.Conv(outputs, outputs, 1, bias: false));
            norm2 = Child("bn_sep_2", ops.BatchNorm(outputs, NasNetCell.Eps));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = norm1.call(pointwise1.call(depthwise1.call(SamePadding.Pad(input.relu(), kernel, stride))));
            return norm2.call(pointwise2.call(depthwise2.call(x.relu_()))).MoveToOuterDisposeScope();
        }
    }
}

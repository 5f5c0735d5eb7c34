using TorchSharp.Native;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Enlarges (or shrinks) the positions of [N, C, …] by interpolation.</summary>
    public sealed class Upsample : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[]? sizes;
        private readonly double[]? factors;

        internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor)
            : base(nameof(Upsample))
        {
            sizes = size;
            factors = scale_factor;
            this.mode = mode;
            this.align_corners = align_corners;
            this.recompute_scale_factor = recompute_scale_factor;
        }

        /// <summary>Compute the sizes from the factors first and interpolate by the sizes.</summary>
        public bool? recompute_scale_factor { get; set; }

        /// <summary>How values between positions are found.</summary>
        public UpsampleMode mode { get; private set; }

        /// <summary>Whether the centres of the corners coincide.</summary>
        public bool? align_corners { get; private set; }

        /// <summary>The sizes of the output; empty when factors are given.</summary>
        public ReadOnlySpan<long> size => sizes;

        /// <summary>The factors; empty when sizes are given.</summary>
        public ReadOnlySpan<double> scale_factor => factors;

        /// <summary>Interpolates [N, C, …].</summary>
        public override Tensor forward(Tensor input) =>
            F.interpolate(input, sizes, factors, (InterpolationMode)mode, align_corners, recompute_scale_factor ?? false);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        /// <summary>How values between positions are found.</summary>
        public enum UpsampleMode
        {
            /// <summary>The nearest position's.</summary>
            Nearest = 0,

            /// <summary>Linearly, in one dimension.</summary>
            Linear = 1,

            /// <summary>Linearly, in two dimensions.</summary>
            Bilinear = 2,

            /// <summary>By cubic splines, in two dimensions.</summary>
            Bicubic = 3,

            /// <summary>Linearly, in three dimensions.</summary>
            Trilinear = 4,
        }

        /// <summary>How values between positions are found.</summary>
        public enum InterpolationMode
        {
            /// <summary>The nearest position's.</summary>
            Nearest = 0,

            /// <summary>Linearly, in one dimension.</summary>
            Linear = 1,

            /// <summary>Linearly, in two dimensions.</summary>
            Bilinear = 2,

            /// <summary>By cubic splines, in two dimensions.</summary>
            Bicubic = 3,

            /// <summary>Linearly, in three dimensions.</summary>
            Trilinear = 4,

            /// <summary>The mean of the positions covered.</summary>
            Area = 5,
        }

        public static partial class nn
        {
            /// <summary>Enlarges (or shrinks) the positions of [N, C, …] by interpolation; either sizes or factors are given.</summary>
            public static Modules.Upsample Upsample(
                long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null,
                bool? recompute_scale_factor = null) => new(size, scale_factor, mode, align_corners, recompute_scale_factor);

            public static partial class functional
            {
                /// <summary>Interpolates the positions of [N, C, …] to sizes or by factors (one for all dimensions, or one each).</summary>
                /// <exception cref="ArgumentException">Neither or both are given, or the mode does not fit the dimensions.</exception>
                public static Tensor interpolate(
                    Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                    bool? align_corners = null,
                    bool recompute_scale_factor = false)
                {
                    var dimensions = (int)x.ndim - 2;
                    if ((size is null) == (scale_factor is null))
                    {
                        throw new ArgumentException("interpolate takes either size or scale_factor.");
                    }

                    var sizes = Spread(size, dimensions);
                    var factors = Spread(scale_factor, dimensions);
                    if (factors is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                    {
                        sizes = [.. x.shape[2..].Zip(factors, (extent, factor) => (long)Math.Floor(extent * factor))];
                        factors = null;
                    }

                    return Interpolate(x, dimensions, sizes, factors, mode, align_corners ?? false);
                }

                /// <summary>Interpolates the positions of [N, C, …].</summary>
                public static Tensor upsample(
                    Tensor input, long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest,
                    bool align_corners = false) =>
                    interpolate(input, size, scale_factor, (InterpolationMode)mode, align_corners);

                private static Tensor Interpolate(
                    Tensor x, int dimensions, long[]? sizes, double[]? factors, InterpolationMode mode, bool aligned) =>
                    (mode, dimensions) switch
                {
                    (InterpolationMode.Nearest, 1) => Aten.Call("upsample_nearest1d.vec", x, sizes, factors),
                    (InterpolationMode.Nearest, 2) => Aten.Call("upsample_nearest2d.vec", x, sizes, factors),
                    (InterpolationMode.Nearest, 3) => Aten.Call("upsample_nearest3d.vec", x, sizes, factors),
                    (InterpolationMode.Linear, 1) => Aten.Call("upsample_linear1d.vec", x, sizes, aligned, factors),
                    (InterpolationMode.Bilinear, 2) => Aten.Call("upsample_bilinear2d.vec", x, sizes, aligned, factors),
                    (InterpolationMode.Bicubic, 2) => Aten.Call("upsample_bicubic2d.vec", x, sizes, aligned, factors),
                    (InterpolationMode.Trilinear, 3) => Aten.Call("upsample_trilinear3d.vec", x, sizes, aligned, factors),
                    (InterpolationMode.Area, 1) => adaptive_avg_pool1d(x, sizes![0]),
                    (InterpolationMode.Area, 2) => adaptive_avg_pool2d(x, sizes!),
                    (InterpolationMode.Area, 3) => adaptive_avg_pool3d(x, sizes!),
                    _ => throw new ArgumentException($"The mode {mode} does not interpolate [{string.Join(", ", x.shape)}]."),
                };

                private static T[]? Spread<T>(T[]? values, int count) =>
                    values is [var single] ? [.. Enumerable.Repeat(single, Math.Max(0, count))] : values;
            }
        }
    }
}

using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The mean of as many nearly equal windows of [N, C, D, H, W] as the output has positions.</summary>
    public sealed class AdaptiveAvgPool3d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveAvgPool3d(long[] output_size)
            : base(nameof(AdaptiveAvgPool3d)) => this.output_size = output_size;

        /// <summary>The sizes of the output.</summary>
        public long[] output_size { get; set; }

        /// <summary>Pools the input.</summary>
        public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool3d(input, output_size);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The mean of as many nearly equal windows of [N, C, D, H, W] as the output has positions.</summary>
            public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long[] output_size) => new(output_size);

            /// <summary>The mean of as many nearly equal windows of [N, C, D, H, W] as the output has positions.</summary>
            public static AdaptiveAvgPool3d AdaptiveAvgPool3d((long, long, long) output_size) => new(Each(output_size));

            /// <summary>The mean of as many nearly equal windows of [N, C, D, H, W] as the output has positions.</summary>
            public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long output_size) => new(All(3, output_size));

            public static partial class functional
            {
                /// <summary>The mean of as many nearly equal windows of [N, C, D, H, W] as the output has positions.</summary>
                public static Tensor adaptive_avg_pool3d(Tensor input, long[] output_size) =>
                    Aten.Call("adaptive_avg_pool3d", input, output_size);

                /// <summary>The mean of as many nearly equal windows of [N, C, D, H, W] as the output has positions.</summary>
                public static Tensor adaptive_avg_pool3d(Tensor input, (long, long, long) output_size) =>
                    adaptive_avg_pool3d(input, Each(output_size));

                /// <summary>The mean of as many nearly equal windows of [N, C, D, H, W] as the output has positions.</summary>
                public static Tensor adaptive_avg_pool3d(Tensor input, long output_size) =>
                    adaptive_avg_pool3d(input, All(3, output_size));
            }
        }
    }
}

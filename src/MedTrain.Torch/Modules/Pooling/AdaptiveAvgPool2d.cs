using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The mean of as many nearly equal windows of [N, C, H, W] as the output has positions.</summary>
    public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveAvgPool2d(long[] output_size)
            : base(nameof(AdaptiveAvgPool2d)) => this.output_size = output_size;

        /// <summary>The sizes of the output.</summary>
        public long[] output_size { get; set; }

        /// <summary>Pools the input.</summary>
        public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool2d(input, output_size);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The mean of as many nearly equal windows of [N, C, H, W] as the output has positions.</summary>
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);

            /// <summary>The mean of as many nearly equal windows of [N, C, H, W] as the output has positions.</summary>
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new(Each(output_size));

            /// <summary>The mean of as many nearly equal windows of [N, C, H, W] as the output has positions.</summary>
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new(All(2, output_size));

            public static partial class functional
            {
                /// <summary>The mean of as many nearly equal windows of [N, C, H, W] as the output has positions.</summary>
                public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                    Aten.Call("adaptive_avg_pool2d", input, output_size);

                /// <summary>The mean of as many nearly equal windows of [N, C, H, W] as the output has positions.</summary>
                public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                    adaptive_avg_pool2d(input, Each(output_size));

                /// <summary>The mean of as many nearly equal windows of [N, C, H, W] as the output has positions.</summary>
                public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                    adaptive_avg_pool2d(input, All(2, output_size));
            }
        }
    }
}

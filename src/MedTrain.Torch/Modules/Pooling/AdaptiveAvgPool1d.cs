using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The mean of as many nearly equal windows of [N, C, L] as the output has positions.</summary>
    public sealed class AdaptiveAvgPool1d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveAvgPool1d(long output_size)
            : base(nameof(AdaptiveAvgPool1d)) => this.output_size = output_size;

        /// <summary>The size of the output.</summary>
        public long output_size { get; set; }

        /// <summary>Pools the input.</summary>
        public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool1d(input, output_size);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The mean of as many nearly equal windows of [N, C, L] as the output has positions.</summary>
            public static AdaptiveAvgPool1d AdaptiveAvgPool1d(long output_size) => new(output_size);

            public static partial class functional
            {
                /// <summary>The mean of as many nearly equal windows of [N, C, L] as the output has positions.</summary>
                public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) =>
                    Aten.Call("adaptive_avg_pool1d", input, new[] { output_size });
            }
        }
    }
}

using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest value of as many nearly equal windows of [N, C, L] as the output has positions.</summary>
    public sealed class AdaptiveMaxPool1d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveMaxPool1d(long output_size)
            : base(nameof(AdaptiveMaxPool1d)) => this.output_size = output_size;

        /// <summary>The size of the output.</summary>
        public long output_size { get; set; }

        /// <summary>Pools the input.</summary>
        public override Tensor forward(Tensor input) => nn.functional.adaptive_max_pool1d(input, output_size);

        /// <summary>The largest values and where they are, as flat positions.</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
            nn.functional.adaptive_max_pool1d_with_indices(input, output_size);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The largest value of as many nearly equal windows of [N, C, L] as the output has positions.</summary>
            public static AdaptiveMaxPool1d AdaptiveMaxPool1d(long output_size) => new(output_size);

            public static partial class functional
            {
                /// <summary>The largest value of as many nearly equal windows of [N, C, L] as the output has positions.</summary>
                public static Tensor adaptive_max_pool1d(Tensor input, long output_size) =>
                    adaptive_max_pool1d_with_indices(input, output_size).Values;

                /// <summary>The largest value of as many nearly equal windows of [N, C, L] as the output has positions. With the
                /// positions.</summary>
                public static (Tensor Values, Tensor Indices) adaptive_max_pool1d_with_indices(Tensor input, long output_size) =>
                    Aten.Call2("adaptive_max_pool1d", input, new[] { output_size });
            }
        }
    }
}

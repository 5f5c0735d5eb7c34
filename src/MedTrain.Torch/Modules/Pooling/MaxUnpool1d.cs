using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Puts the values of a max pooling of [N, C, W] back where they came from, zeros elsewhere.</summary>
    public sealed class MaxUnpool1d : ParameterLessModule<Tensor, Tensor, long[]?, Tensor>
    {
        internal MaxUnpool1d(long kernel_size, long? stride, long? padding)
            : base(nameof(MaxUnpool1d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
        }

        /// <summary>The size of the window.</summary>
        public long kernel_size { get; set; }

        /// <summary>The step; null for the size of the window.</summary>
        public long? stride { get; set; }

        /// <summary>The padding that the pooling had.</summary>
        public long? padding { get; set; }

        /// <summary>Unpools values by their flat positions, to a size where the pooling leaves it open.</summary>
        public override Tensor forward(Tensor tensor, Tensor indices, long[]? output_size = null) =>
            nn.functional.max_unpool1d(tensor, indices, kernel_size, stride, padding, output_size);

        /// <summary>As <see cref="forward"/>, with hooks.</summary>
        public new Tensor call(Tensor tensor, Tensor indices, long[]? output_size = null) => base.call(tensor, indices, output_size);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Puts the values of a max pooling of [N, C, W] back where they came from, zeros elsewhere.</summary>
            public static MaxUnpool1d MaxUnpool1d(long kernel_size, long? stride = null, long? padding = null) =>
                new(kernel_size, stride, padding);

            public static partial class functional
            {
                /// <summary>Puts the values of a max pooling of [N, C, W] back where they came from, zeros elsewhere.</summary>
                /// <param name="input">The largest values.</param>
                /// <param name="indices">Where each came from, as flat positions.</param>
                /// <param name="kernel_size">The size of the pooling's window.</param>
                /// <param name="stride">The pooling's step; null for the size of the window.</param>
                /// <param name="padding">The pooling's padding.</param>
                /// <param name="output_size">The size to restore, where the others leave it open.</param>
                public static Tensor max_unpool1d(
                    Tensor input, Tensor indices, long kernel_size, long? stride = null, long? padding = null,
                    long[]? output_size = null)
                {
                    using var scope = NewDisposeScope();
                    var size = Unpooled(1, input, [kernel_size], AllOrNull(1, stride), AllOrNull(1, padding), output_size);
                    var flat = Aten.Call("max_unpool2d", input.unsqueeze(-2), indices.unsqueeze(-2), (long[])[1, .. size]);
                    return flat.squeeze(-2).MoveToOuterDisposeScope();
                }
            }
        }
    }
}

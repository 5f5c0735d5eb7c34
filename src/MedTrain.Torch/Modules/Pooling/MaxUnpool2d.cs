using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Puts the values of a max pooling of [N, C, H, W] back where they came from, zeros elsewhere.</summary>
    public sealed class MaxUnpool2d : ParameterLessModule<Tensor, Tensor, long[]?, Tensor>
    {
        internal MaxUnpool2d(long[] kernel_size, long[]? stride, long[]? padding)
            : base(nameof(MaxUnpool2d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
        }

        /// <summary>The sizes of the window.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>The steps; null for the sizes of the window.</summary>
        public long[]? stride { get; set; }

        /// <summary>The padding that the pooling had.</summary>
        public long[]? padding { get; set; }

        /// <summary>Unpools values by their flat positions, to a size where the pooling leaves it open.</summary>
        public override Tensor forward(Tensor tensor, Tensor indices, long[]? output_size = null) =>
            nn.functional.max_unpool2d(tensor, indices, kernel_size, stride, padding, output_size);

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
            /// <summary>Puts the values of a max pooling of [N, C, H, W] back where they came from, zeros elsewhere.</summary>
            public static MaxUnpool2d MaxUnpool2d(long kernel_size, long? stride = null, long? padding = null) =>
                new(All(2, kernel_size), AllOrNull(2, stride), AllOrNull(2, padding));

            /// <summary>Puts the values of a max pooling of [N, C, H, W] back where they came from, zeros elsewhere.</summary>
            public static MaxUnpool2d MaxUnpool2d(
                (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null) =>
                new(Each(kernel_size), OrNull(stride), OrNull(padding));

            /// <summary>Puts the values of a max pooling of [N, C, H, W] back where they came from, zeros elsewhere.</summary>
            public static MaxUnpool2d MaxUnpool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null) =>
                new(kernel_size, stride, padding);

            public static partial class functional
            {
                /// <summary>Puts the values of a max pooling of [N, C, H, W] back where they came from, zeros elsewhere.</summary>
                /// <param name="input">The largest values.</param>
                /// <param name="indices">Where each came from, as flat positions.</param>
                /// <param name="kernel_size">The sizes of the pooling's window.</param>
                /// <param name="stride">The pooling's steps; null for the sizes of the window.</param>
                /// <param name="padding">The pooling's padding.</param>
                /// <param name="output_size">The sizes to restore, where the others leave them open.</param>
                public static Tensor max_unpool2d(
                    Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null, long[]? padding = null,
                    long[]? output_size = null) =>
                    Aten.Call("max_unpool2d", input, indices, Unpooled(2, input, kernel_size, stride, padding, output_size));

                // The sizes before the pooling; the given ones, when they are, must lie within one step of them.
                private static long[] Unpooled(
                    int dimensions, Tensor input, long[] kernel, long[]? stride, long[]? padding, long[]? given)
                {
                    var (steps, margins) = (stride ?? kernel, padding ?? All(dimensions, 0));
                    if (kernel.Length != dimensions || steps.Length != dimensions || margins.Length != dimensions
                        || input.ndim < dimensions)
                    {
                        throw new ArgumentException($"Unpooling takes {dimensions} numbers for each of its sizes.", nameof(kernel));
                    }

                    var pooled = input.shape[^dimensions..];
                    var usual = pooled.Select((size, i) => ((size - 1) * steps[i]) - (2 * margins[i]) + kernel[i]).ToArray();
                    var chosen = given is { Length: > 0 } ? given[^Math.Min(dimensions, given.Length)..] : usual;
                    if (given is not null && (chosen.Length != dimensions
                        || Enumerable.Range(0, dimensions).Any(i => Math.Abs(chosen[i] - usual[i]) >= steps[i])))
                    {
                        throw new ArgumentException(
                            $"output_size [{string.Join(", ", given)}] is not within one step of [{string.Join(", ", usual)}].",
                            nameof(given));
                    }

                    return chosen;
                }
            }
        }
    }
}

using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A table of vectors looked up by index.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long? paddingIndex;
        private readonly double? maxNorm;
        private readonly double normType;
        private readonly bool scaleByFrequency;
        private readonly bool sparse;
        private Parameter ownWeight;

        internal Embedding(Parameter weight, long? paddingIndex, double? maxNorm, double normType, bool scaleByFrequency, bool sparse)
            : base(nameof(Embedding))
        {
            ownWeight = weight;
            var count = weight.size(0);
            this.paddingIndex = paddingIndex is { } given ? Checked(given, count) : null;
            this.maxNorm = maxNorm;
            this.normType = normType;
            this.scaleByFrequency = scaleByFrequency;
            this.sparse = sparse;
            register_parameter(nameof(this.weight), weight);
        }

        /// <summary>[entries, size of a vector].</summary>
        public Parameter weight
        {
            get => ownWeight;
            set => ConditionallyRegisterParameter(nameof(weight), ownWeight = value ?? throw new ArgumentNullException(nameof(weight)));
        }

        /// <summary>The vectors of the indices, [..., size of a vector].</summary>
        public override Tensor forward(Tensor input)
        {
            if (maxNorm is { } limit)
            {
                using var mode = no_grad();
                Aten.Run("embedding_renorm_", ownWeight, input, limit, normType);
            }

            return Aten.Call("embedding", ownWeight, input, paddingIndex ?? -1, scaleByFrequency, sparse);
        }

        private static long Checked(long index, long count) =>
            index >= -count && index < count ? (index + count) % count
                : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {count} entries.");
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A table of standard normal vectors; the one at <paramref name="padding_idx"/> is zero and stays so.</summary>
            public static Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false,
                bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var weight = new Parameter(empty(num_embeddings, embedding_dims, dtype, device));
                init.normal_(weight);
                var result = new Embedding(weight, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
                if (padding_idx is { } index)
                {
                    using var mode = no_grad();
                    using var row = weight.select(0, index);
                    row.zero_();
                }

                return result;
            }

            /// <summary>A table of given vectors, not trained unless <paramref name="freeze"/> is false.</summary>
            public static Embedding Embedding_from_pretrained(
                Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false,
                bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var own = embeddings.detach().to(dtype ?? embeddings.dtype, device ?? embeddings.device, disposeAfter: true);
                return new Embedding(new Parameter(own, !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }

            public static partial class functional
            {
                /// <summary>One for each element at its own index, zeros elsewhere, as a new last dimension.</summary>
                public static Tensor one_hot(Tensor x, long num_classes = -1) => Aten.Call("one_hot", x, num_classes);
            }
        }
    }
}

using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Several encoder layers, one after the other.</summary>
    public sealed class TransformerEncoder : nn.Module<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly ModuleList<TransformerEncoderLayer> layers;

        internal TransformerEncoder(TransformerEncoderLayer layer, long count)
            : base(nameof(TransformerEncoder))
        {
            ArgumentNullException.ThrowIfNull(layer);
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            layers = new ModuleList<TransformerEncoderLayer>([.. Enumerable.Range(0, (int)count).Select(_ => layer.Copy())]);
            register_module(nameof(layers), layers);
        }

        /// <summary>Encodes [L, N, E]; null for no mask. The first mask is [L, L], the second [N, L]; true is for positions to
        /// ignore.</summary>
        public override Tensor forward(Tensor src, Tensor src_mask, Tensor src_key_padding_mask)
        {
            using var scope = NewDisposeScope();
            var x = src.Shared();
            foreach (var layer in layers)
            {
                x = layer.Encode(x, src_mask, src_key_padding_mask);
            }

            return x.MoveToOuterDisposeScope();
        }

        /// <summary>Encodes [L, N, E].</summary>
        public Tensor call(Tensor src) => base.call(src, null!, null!);

        /// <summary>Encodes [L, N, E] with a mask [L, L]: true for positions to ignore, or numbers added to the scores.</summary>
        public Tensor call(Tensor src, Tensor src_mask) => base.call(src, src_mask, null!);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>As many copies of a layer, one after the other; all begin with its values.</summary>
            public static TransformerEncoder TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers) =>
                new(encoder_layer, num_layers);
        }
    }
}

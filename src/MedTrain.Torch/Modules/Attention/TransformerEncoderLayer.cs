using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Self-attention and a feed-forward network, each with residual, layer normalisation and dropout.</summary>
    public sealed class TransformerEncoderLayer : nn.Module<Tensor, Tensor>
    {
        private readonly EncoderLayerSettings settings;
        private readonly MultiheadAttention self_attn;
        private readonly Linear linear1;
        private readonly Dropout dropout;
        private readonly Linear linear2;
        private readonly LayerNorm norm1;
        private readonly LayerNorm norm2;
        private readonly Dropout dropout1;
        private readonly Dropout dropout2;

        internal TransformerEncoderLayer(EncoderLayerSettings settings)
            : base(nameof(TransformerEncoderLayer))
        {
            this.settings = settings;
            self_attn = MultiheadAttention(settings.Size, settings.Heads, settings.Dropout, batch_first: settings.BatchFirst);
            linear1 = Linear(settings.Size, settings.HiddenSize);
            dropout = Dropout(settings.Dropout);
            linear2 = Linear(settings.HiddenSize, settings.Size);
            norm1 = LayerNorm(settings.Size);
            norm2 = LayerNorm(settings.Size);
            dropout1 = Dropout(settings.Dropout);
            dropout2 = Dropout(settings.Dropout);
            Register();
        }

        /// <summary>Encodes [L, N, E] ([N, L, E] with batch_first).</summary>
        public override Tensor forward(Tensor src) => Encode(src, null, null);

        /// <summary>Encodes with a mask [L, L] or [N heads, L, L]: true for positions to ignore, or numbers added to the scores.</summary>
        public Tensor call(Tensor src, Tensor src_mask) => Encode(src, src_mask, null);

        /// <summary>Encodes with masks; the second is [N, L], true for positions to ignore.</summary>
        public Tensor call(Tensor src, Tensor src_mask, Tensor src_key_padding_mask) => Encode(src, src_mask, src_key_padding_mask);

        /// <summary>Encodes; either mask may be null.</summary>
        internal Tensor Encode(Tensor src, Tensor? mask, Tensor? keyMask)
        {
            using var scope = NewDisposeScope();
            var x = src;
            if (settings.NormFirst)
            {
                x = x + Attend(norm1.call(x), mask, keyMask);
                x = x + Feed(norm2.call(x));
            }
            else
            {
                x = norm1.call(x + Attend(x, mask, keyMask));
                x = norm2.call(x + Feed(x));
            }

            return x.MoveToOuterDisposeScope();
        }

        /// <summary>A layer of the same settings, values and device.</summary>
        internal TransformerEncoderLayer Copy()
        {
            var copy = new TransformerEncoderLayer(settings).to(linear1.weight.device, linear1.weight.dtype);
            copy.load_state_dict(state_dict());
            copy.train(training);
            return copy;
        }

        private void Register()
        {
            register_module(nameof(self_attn), self_attn);
            register_module(nameof(linear1), linear1);
            register_module(nameof(dropout), dropout);
            register_module(nameof(linear2), linear2);
            register_module(nameof(norm1), norm1);
            register_module(nameof(norm2), norm2);
            register_module(nameof(dropout1), dropout1);
            register_module(nameof(dropout2), dropout2);
        }

        private Tensor Attend(Tensor x, Tensor? mask, Tensor? keyMask) =>
            dropout1.call(self_attn.call(x, x, x, keyMask, false, mask).Item1);

        private Tensor Feed(Tensor x)
        {
            var hidden = linear1.call(x);
            hidden = settings.Activation == Activations.GELU ? F.gelu(hidden) : F.relu(hidden);
            return dropout2.call(linear2.call(dropout.call(hidden)));
        }
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The function inside a feed-forward network.</summary>
            public enum Activations
            {
                /// <summary>max(x, 0).</summary>
                ReLU = 0,

                /// <summary>x Φ(x).</summary>
                GELU = 1,
            }

            /// <summary>One layer of a transformer's encoder (Vaswani et al. 2017).</summary>
            /// <param name="d_model">The size E of a position.</param>
            /// <param name="nhead">The number of heads, which divides E.</param>
            /// <param name="dim_feedforward">The size inside the feed-forward network.</param>
            /// <param name="dropout">The probability of dropout, in training.</param>
            /// <param name="activation">The function inside the feed-forward network.</param>
            /// <param name="batch_first">Sequences are [N, L, E] (TorchSharp 0.105 has no such parameter).</param>
            /// <param name="norm_first">Normalise before each part instead of after (TorchSharp 0.105 has no such parameter).</param>
            public static TransformerEncoderLayer TransformerEncoderLayer(
                long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1,
                Activations activation = Activations.ReLU, bool batch_first = false, bool norm_first = false) =>
                new(new EncoderLayerSettings(d_model, nhead, dim_feedforward, dropout, activation, batch_first, norm_first));
        }
    }
}

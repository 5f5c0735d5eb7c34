using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Attention of several heads (Vaswani et al. 2017). Sequences are [L, N, E], or [N, L, E] with batch_first.</summary>
    public sealed partial class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
    {
        private readonly AttentionSettings settings;
        private readonly Parameter? in_proj_weight;
        private readonly Parameter? q_proj_weight;
        private readonly Parameter? k_proj_weight;
        private readonly Parameter? v_proj_weight;
        private readonly Parameter? in_proj_bias;
        private readonly Parameter? bias_k;
        private readonly Parameter? bias_v;
        private readonly Linear out_proj;

        internal MultiheadAttention(AttentionSettings settings)
            : base(nameof(MultiheadAttention))
        {
            this.settings = settings.Checked();
            var size = settings.Size;
            if (settings.KeySize == size && settings.ValueSize == size)
            {
                in_proj_weight = new Parameter(empty(3 * size, size));
            }
            else
            {
                q_proj_weight = new Parameter(empty(size, size));
                k_proj_weight = new Parameter(empty(size, settings.KeySize));
                v_proj_weight = new Parameter(empty(size, settings.ValueSize));
            }

            in_proj_bias = settings.Bias ? new Parameter(zeros(3 * size)) : null;
            out_proj = nn.Linear(size, size, settings.Bias);
            bias_k = settings.ExtraBias ? new Parameter(empty(1, 1, size)) : null;
            bias_v = settings.ExtraBias ? new Parameter(empty(1, 1, size)) : null;
            Register();
            Initialise();
        }

        /// <summary>Attends from each query to the keys and takes the mean of their values.</summary>
        /// <param name="query">[L, N, E] ([N, L, E] with batch_first; without N for a single sequence).</param>
        /// <param name="key">[S, N, kdim].</param>
        /// <param name="value">[S, N, vdim].</param>
        /// <param name="key_padding_mask">[N, S]: true for keys to ignore, or numbers that are added to the scores.</param>
        /// <param name="need_weights">Whether the weights are wanted too.</param>
        /// <param name="attn_mask">[L, S] or [N heads, L, S]: true for keys to ignore, or numbers that are added to the scores.</param>
        /// <returns>The result, shaped as the query, and the weights [N, L, S], the mean of all heads (null when not wanted).</returns>
        public override Tuple<Tensor, Tensor> forward(
            Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
        {
            ArgumentNullException.ThrowIfNull(query);
            ArgumentNullException.ThrowIfNull(key);
            ArgumentNullException.ThrowIfNull(value);
            using var scope = NewDisposeScope();
            var single = query.ndim == 2;
            var (result, weights) = Attend(
                Sequence(query, single), Sequence(key, single), Sequence(value, single),
                single ? key_padding_mask?.unsqueeze(0) : key_padding_mask, need_weights, attn_mask);
            result = single ? result.squeeze(1) : settings.BatchFirst ? result.transpose(0, 1) : result;
            weights = single ? weights?.squeeze(0) : weights;
            return Tuple.Create(result.MoveToOuterDisposeScope(), weights?.MoveToOuterDisposeScope()!);
        }

        /// <summary>As <see cref="forward"/>, with hooks.</summary>
        public new Tuple<Tensor, Tensor> call(
            Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
            base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

        // PyTorch's order: it is the order of the state dictionary.
        private void Register()
        {
            ConditionallyRegisterParameter(nameof(in_proj_weight), in_proj_weight);
            ConditionallyRegisterParameter(nameof(q_proj_weight), q_proj_weight);
            ConditionallyRegisterParameter(nameof(k_proj_weight), k_proj_weight);
            ConditionallyRegisterParameter(nameof(v_proj_weight), v_proj_weight);
            ConditionallyRegisterParameter(nameof(in_proj_bias), in_proj_bias);
            ConditionallyRegisterParameter(nameof(bias_k), bias_k);
            ConditionallyRegisterParameter(nameof(bias_v), bias_v);
            register_module(nameof(out_proj), out_proj);
        }

        private void Initialise()
        {
            foreach (var weight in new[] { in_proj_weight, q_proj_weight, k_proj_weight, v_proj_weight }.OfType<Parameter>())
            {
                nn.init.xavier_uniform_(weight);
            }

            if (out_proj.bias is { } offsets)
            {
                nn.init.zeros_(offsets);
            }

            foreach (var bias in new[] { bias_k, bias_v }.OfType<Parameter>())
            {
                nn.init.xavier_normal_(bias);
            }
        }

        private Tensor Sequence(Tensor input, bool single) =>
            single ? input.unsqueeze(1) : settings.BatchFirst ? input.transpose(0, 1) : input;
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Attention of several heads.</summary>
            /// <param name="embedded_dim">The size E of a query and of the result.</param>
            /// <param name="num_heads">The number of heads, which divides E.</param>
            /// <param name="dropout">The probability of dropout of the attention weights, in training.</param>
            /// <param name="bias">Whether the projections have a bias.</param>
            /// <param name="add_bias_kv">Append one learnt key and value to each sequence.</param>
            /// <param name="add_zero_attn">Append one key and value of zeros to each sequence.</param>
            /// <param name="kdim">The size of a key; null for E.</param>
            /// <param name="vdim">The size of a value; null for E.</param>
            /// <param name="batch_first">Sequences are [N, L, E] (TorchSharp 0.105 has no such parameter).</param>
            public static MultiheadAttention MultiheadAttention(
                long embedded_dim, long num_heads, double dropout = 0.0, bool bias = true, bool add_bias_kv = false,
                bool add_zero_attn = false, long? kdim = null, long? vdim = null, bool batch_first = false) =>
                new(new AttentionSettings(
                    embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim ?? embedded_dim, vdim ?? embedded_dim,
                    batch_first));
        }
    }
}

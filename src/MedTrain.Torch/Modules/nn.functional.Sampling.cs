using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How values between positions are found when sampling.</summary>
    public enum GridSampleMode
    {
        /// <summary>The nearest position's.</summary>
        Nearest = 0,

        /// <summary>Linearly.</summary>
        Bilinear = 2,
    }

    /// <summary>What is sampled beyond the edges.</summary>
    public enum GridSamplePaddingMode
    {
        /// <summary>Zeros.</summary>
        Zeros = 0,

        /// <summary>The image mirrored.</summary>
        Reflection = 1,

        /// <summary>The edge.</summary>
        Border = 2,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Samples [N, C, (D,) H, W] at positions [N, (D,) H, W, coordinates], coordinates from -1 to 1, innermost axis
            /// first.</summary>
            public static Tensor grid_sample(
                Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros,
                bool? align_corners = null)
            {
                // libtorch counts bilinear 0, nearest 1 and zeros 0, border 1, reflection 2.
                var interpolation = mode == GridSampleMode.Nearest ? 1L : 0L;
                var padding = padding_mode switch
                {
                    GridSamplePaddingMode.Border => 1L,
                    GridSamplePaddingMode.Reflection => 2L,
                    _ => 0L,
                };
                return Aten.Call("grid_sampler", input, grid, interpolation, padding, align_corners ?? false);
            }

            /// <summary>The sampling positions of affine maps [N, 2, 3] or [N, 3, 4] for an output of a size [N, C, (D,) H, W].</summary>
            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) =>
                Aten.Call("affine_grid_generator", theta, size ?? throw new ArgumentNullException(nameof(size)), align_corners);

            /// <summary>Attention softmax(q kᵀ / √d + mask) v over [..., positions, d]; a boolean mask is true where attention is
            /// allowed.</summary>
            /// <param name="query">[..., L, d].</param>
            /// <param name="key">[..., S, d].</param>
            /// <param name="value">[..., S, dv].</param>
            /// <param name="attn_mask">Broadcast to [..., L, S]; added, or boolean.</param>
            /// <param name="p">The probability of dropout of the attention weights.</param>
            /// <param name="is_casual">Each position attends to itself and those before it (TorchSharp spells it so).</param>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(p);
                if (is_casual && attn_mask is not null)
                {
                    throw new ArgumentException("Causal attention makes its own mask; do not pass another.", nameof(attn_mask));
                }

                return Operators.Has("scaled_dot_product_attention")
                    ? Aten.Call("scaled_dot_product_attention", query, key, value, attn_mask, p, is_casual)
                    : Attention(query, key, value, is_casual ? Causal(query, key) : attn_mask, p);
            }

            // For libtorch before 2.0, which lacks the operator.
            private static Tensor Attention(Tensor query, Tensor key, Tensor value, Tensor? mask, double p)
            {
                var scores = query.mul(1 / Math.Sqrt(query.size(-1))).matmul(key.transpose(-2, -1)); // [..., L, S]
                if (mask is not null)
                {
                    scores = mask.dtype == ScalarType.Bool ? scores.masked_fill(mask.logical_not(), double.NegativeInfinity)
                        : scores + mask;
                }

                return dropout(scores.softmax(-1), p, p > 0).matmul(value);
            }

            private static Tensor Causal(Tensor query, Tensor key) =>
                ones(query.size(-2), key.size(-2), ScalarType.Bool, query.device).tril();
        }
    }
}

using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997). Sequences are [L, N, inputs], or [N, L, inputs] with
    /// batchFirst.</summary>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private readonly RecurrentWeights weights;

        internal LSTM(RecurrentSettings settings, Device? device, ScalarType? dtype)
            : base(nameof(LSTM))
        {
            weights = new RecurrentWeights(this, settings, 4, device, dtype);
        }

        /// <summary>Reads sequences.</summary>
        /// <param name="input">[L, N, inputs] (without N for a single one).</param>
        /// <param name="h0_c0">The states and cells before, both [layers × directions, N, hidden]; null for zeros.</param>
        /// <returns>The states of the last layer, [L, N, hidden × directions], and the last state and cell of each layer.</returns>
        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null) =>
            weights.Run("lstm.input", input, h0_c0);

        /// <summary>As <see cref="forward"/>, with hooks.</summary>
        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Long short-term memory.</summary>
            /// <param name="inputSize">The size of one position of the input.</param>
            /// <param name="hiddenSize">The size of the state.</param>
            /// <param name="numLayers">How many layers lie above each other.</param>
            /// <param name="bias">Whether there are biases.</param>
            /// <param name="batchFirst">Whether sequences are [N, L, …] instead of [L, N, …].</param>
            /// <param name="dropout">The probability of dropout between layers, in training.</param>
            /// <param name="bidirectional">Whether the sequence is also read backwards.</param>
            /// <param name="device">Where the weights lie.</param>
            /// <param name="dtype">Their element type.</param>
            public static LSTM LSTM(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false,
                double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(new RecurrentSettings(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), device, dtype);
        }
    }
}

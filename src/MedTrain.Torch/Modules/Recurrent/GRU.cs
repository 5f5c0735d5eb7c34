using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Gated recurrent units (Cho et al. 2014). Sequences are [L, N, inputs], or [N, L, inputs] with batchFirst.</summary>
    public sealed class GRU : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights weights;

        internal GRU(RecurrentSettings settings, Device? device, ScalarType? dtype)
            : base(nameof(GRU))
        {
            weights = new RecurrentWeights(this, settings, 3, device, dtype);
        }

        /// <summary>Reads sequences.</summary>
        /// <param name="input">[L, N, inputs] (without N for a single one).</param>
        /// <param name="h0">The state before, [layers × directions, N, hidden]; null for zeros.</param>
        /// <returns>The states of the last layer, [L, N, hidden × directions], and the last state of each layer.</returns>
        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null) =>
            weights.Run("gru.input", input, h0);

        /// <summary>As <see cref="forward"/>, with hooks.</summary>
        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Gated recurrent units (Cho et al. 2014).</summary>
            /// <param name="inputSize">The size of one position of the input.</param>
            /// <param name="hiddenSize">The size of the state.</param>
            /// <param name="numLayers">How many layers lie above each other.</param>
            /// <param name="bias">Whether there are biases.</param>
            /// <param name="batchFirst">Whether sequences are [N, L, …] instead of [L, N, …].</param>
            /// <param name="dropout">The probability of dropout between layers, in training.</param>
            /// <param name="bidirectional">Whether the sequence is also read backwards.</param>
            /// <param name="device">Where the weights lie.</param>
            /// <param name="dtype">Their element type.</param>
            public static GRU GRU(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false,
                double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(new RecurrentSettings(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), device, dtype);
        }
    }
}

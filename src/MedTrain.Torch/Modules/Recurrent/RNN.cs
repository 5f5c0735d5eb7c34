using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A plain recurrent network (Elman 1990). Sequences are [L, N, inputs], or [N, L, inputs] with batchFirst.</summary>
    public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights weights;
        private readonly nn.NonLinearities nonLinearity;

        internal RNN(RecurrentSettings settings, nn.NonLinearities nonLinearity, Device? device, ScalarType? dtype)
            : base(nameof(RNN))
        {
            this.nonLinearity = nonLinearity;
            weights = new RecurrentWeights(this, settings, 1, device, dtype);
        }

        /// <summary>Reads sequences.</summary>
        /// <param name="input">[L, N, inputs] (without N for a single one).</param>
        /// <param name="h0">The state before, [layers × directions, N, hidden]; null for zeros.</param>
        /// <returns>The states of the last layer, [L, N, hidden × directions], and the last state of each layer.</returns>
        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0) =>
            weights.Run(nonLinearity == nn.NonLinearities.ReLU ? "rnn_relu.input" : "rnn_tanh.input", input, h0);

        /// <summary>As <see cref="forward"/>, with hooks.</summary>
        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        /// <summary>The weight of the input of a layer (and direction).</summary>
        public Parameter get_weight_ih(long idx) => weights.Find("weight_ih", idx);

        /// <summary>The weight of the state of a layer (and direction).</summary>
        public Parameter get_weight_hh(long idx) => weights.Find("weight_hh", idx);

        /// <summary>The bias of the input of a layer (and direction).</summary>
        public Parameter get_bias_ih(long idx) => weights.Find("bias_ih", idx);

        /// <summary>The bias of the state of a layer (and direction).</summary>
        public Parameter get_bias_hh(long idx) => weights.Find("bias_hh", idx);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The function of a recurrent layer.</summary>
            public enum NonLinearities
            {
                /// <summary>max(x, 0).</summary>
                ReLU = 0,

                /// <summary>The hyperbolic tangent.</summary>
                Tanh = 1,
            }

            /// <summary>A plain recurrent network (Elman 1990).</summary>
            /// <param name="inputSize">The size of one position of the input.</param>
            /// <param name="hiddenSize">The size of the state.</param>
            /// <param name="numLayers">How many layers lie above each other.</param>
            /// <param name="nonLinearity">The function of each step.</param>
            /// <param name="bias">Whether there are biases.</param>
            /// <param name="batchFirst">Whether sequences are [N, L, …] instead of [L, N, …].</param>
            /// <param name="dropout">The probability of dropout between layers, in training.</param>
            /// <param name="bidirectional">Whether the sequence is also read backwards.</param>
            /// <param name="device">Where the weights lie.</param>
            /// <param name="dtype">Their element type.</param>
            public static RNN RNN(
                long inputSize, long hiddenSize, long numLayers = 1, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true,
                bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(new RecurrentSettings(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), nonLinearity, device,
                    dtype);
        }
    }
}

using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The logarithm of the logistic function, computed without overflow.</summary>
    public sealed class LogSigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal LogSigmoid()
            : base(nameof(LogSigmoid))
        {
        }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.logsigmoid(tensor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The logarithm of the logistic function, computed without overflow.</summary>
            public static Modules.LogSigmoid LogSigmoid() => new();

            public static partial class functional
            {
                /// <summary>The logarithm of the logistic function, computed without overflow.</summary>
                public static Tensor logsigmoid(Tensor x) =>
                    x.log_sigmoid();
            }
        }
    }
}

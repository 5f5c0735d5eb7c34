using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The first half along a dimension times the logistic function of the second.</summary>
    public sealed class GLU : ParameterLessModule<Tensor, Tensor>
    {
        internal GLU(long dim)
            : base(nameof(GLU))
        {
            this.dim = dim;
        }

        /// <summary>The dimension that is halved.</summary>
        public long dim { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.glu(tensor, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The first half along a dimension times the logistic function of the second.</summary>
            public static Modules.GLU GLU(long dim = -1) => new(dim);

            public static partial class functional
            {
                /// <summary>The first half along a dimension times the logistic function of the second.</summary>
                public static Tensor glu(Tensor input, long dim = -1) =>
                    input.glu(dim);
            }
        }
    }
}

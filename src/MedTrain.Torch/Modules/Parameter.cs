using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module trains: it is found by <c>parameters()</c> once registered.</summary>
    public class Parameter : Tensor
    {
        /// <summary>Makes a parameter of a tensor, which becomes empty; its place in a dispose scope is taken over.</summary>
        public Parameter(Tensor data, bool requires_grad = true)
            : base(data)
        {
            if (!is_leaf)
            {
                detach_();
            }

            if (requires_grad != this.requires_grad)
            {
                this.requires_grad = requires_grad;
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Makes a parameter of a tensor, which becomes empty.</summary>
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}

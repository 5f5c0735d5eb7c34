using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x where above the threshold, else the value.</summary>
    public sealed class Threshold : ParameterLessModule<Tensor, Tensor>
    {
        internal Threshold(double threshold, double value, bool inplace)
            : base(nameof(Threshold))
        {
            this.threshold = threshold;
            this.value = value;
            this.inplace = inplace;
        }

        /// <summary>The threshold.</summary>
        public double threshold { get; set; }

        /// <summary>The value below it.</summary>
        public double value { get; set; }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.threshold(tensor, threshold, value, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x where above the threshold, else the value.</summary>
            public static Modules.Threshold Threshold(double threshold, double value, bool inplace = false) =>
                new(threshold, value, inplace);

            public static partial class functional
            {
                /// <summary>x where above the threshold, else the value.</summary>
                public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) =>
                    inplace ? x.threshold_(threshold, value).Shared() : x.threshold(threshold, value);
            }
        }
    }
}

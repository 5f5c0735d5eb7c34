using static TorchSharp.Modules.PerDimension;

namespace TorchSharp.Modules
{
    /// <summary>Adds a constant around [N, C, W].</summary>
    public sealed class ConstantPad1d : PadBase
    {
        internal ConstantPad1d(long[] padding, double value)
            : base(nameof(ConstantPad1d), PaddingModes.Constant, value, padding)
        {
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
            /// <summary>Adds a constant around [N, C, W], the same on every side.</summary>
            public static ConstantPad1d ConstantPad1d(long padding, double value) => new(All(2, padding), value);

            /// <summary>Adds a constant around [N, C, W]: before, after.</summary>
            public static ConstantPad1d ConstantPad1d((long, long) padding, double value) =>
                new([padding.Item1, padding.Item2], value);
        }
    }
}

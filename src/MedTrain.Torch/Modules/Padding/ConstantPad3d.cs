using static TorchSharp.Modules.PerDimension;

namespace TorchSharp.Modules
{
    /// <summary>Adds a constant around [N, C, D, H, W].</summary>
    public sealed class ConstantPad3d : PadBase
    {
        internal ConstantPad3d(long[] padding, double value)
            : base(nameof(ConstantPad3d), PaddingModes.Constant, value, padding)
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
            /// <summary>Adds a constant around [N, C, D, H, W], the same on every side.</summary>
            public static ConstantPad3d ConstantPad3d(long padding, double value) => new(All(6, padding), value);

            /// <summary>Adds a constant around [N, C, D, H, W]: left, right, top, bottom, front, back.</summary>
            public static ConstantPad3d ConstantPad3d((long, long, long, long, long, long) padding, double value) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6], value);
        }
    }
}

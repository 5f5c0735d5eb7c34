using static TorchSharp.Modules.PerDimension;

namespace TorchSharp.Modules
{
    /// <summary>Adds a constant around [N, C, H, W].</summary>
    public sealed class ConstantPad2d : PadBase
    {
        internal ConstantPad2d(long[] padding, double value)
            : base(nameof(ConstantPad2d), PaddingModes.Constant, value, padding)
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
            /// <summary>Adds a constant around [N, C, H, W], the same on every side.</summary>
            public static ConstantPad2d ConstantPad2d(long padding, double value) => new(All(4, padding), value);

            /// <summary>Adds a constant around [N, C, H, W]: left, right, top, bottom.</summary>
            public static ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4], value);
        }
    }
}

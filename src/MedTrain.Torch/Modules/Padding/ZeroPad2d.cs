using static TorchSharp.Modules.PerDimension;

namespace TorchSharp.Modules
{
    /// <summary>Adds zeros around [N, C, H, W].</summary>
    public sealed class ZeroPad2d : PadBase
    {
        internal ZeroPad2d(long[] padding)
            : base(nameof(ZeroPad2d), PaddingModes.Constant, 0, padding)
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
            /// <summary>Adds zeros around [N, C, H, W], the same on every side.</summary>
            public static ZeroPad2d ZeroPad2d(long padding) => new(All(4, padding));

            /// <summary>Adds zeros around [N, C, H, W]: left, right, top, bottom.</summary>
            public static ZeroPad2d ZeroPad2d((long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
        }
    }
}

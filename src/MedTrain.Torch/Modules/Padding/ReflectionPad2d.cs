using static TorchSharp.Modules.PerDimension;

namespace TorchSharp.Modules
{
    /// <summary>Adds the image mirrored at its edge around [N, C, H, W].</summary>
    public sealed class ReflectionPad2d : PadBase
    {
        internal ReflectionPad2d(long[] padding)
            : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, padding)
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
            /// <summary>Adds the image mirrored at its edge around [N, C, H, W], the same on every side.</summary>
            public static ReflectionPad2d ReflectionPad2d(long padding) => new(All(4, padding));

            /// <summary>Adds the image mirrored at its edge around [N, C, H, W]: left, right, top, bottom.</summary>
            public static ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
        }
    }
}

using static TorchSharp.Modules.PerDimension;

namespace TorchSharp.Modules
{
    /// <summary>Adds the image mirrored at its edge around [N, C, D, H, W].</summary>
    public sealed class ReflectionPad3d : PadBase
    {
        internal ReflectionPad3d(long[] padding)
            : base(nameof(ReflectionPad3d), PaddingModes.Reflect, 0, padding)
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
            /// <summary>Adds the image mirrored at its edge around [N, C, D, H, W], the same on every side.</summary>
            public static ReflectionPad3d ReflectionPad3d(long padding) => new(All(6, padding));

            /// <summary>Adds the image mirrored at its edge around [N, C, D, H, W]: left, right, top, bottom, front, back.</summary>
            public static ReflectionPad3d ReflectionPad3d((long, long, long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);
        }
    }
}

using static TorchSharp.Modules.PerDimension;

namespace TorchSharp.Modules
{
    /// <summary>Adds the image mirrored at its edge around [N, C, W].</summary>
    public sealed class ReflectionPad1d : PadBase
    {
        internal ReflectionPad1d(long[] padding)
            : base(nameof(ReflectionPad1d), PaddingModes.Reflect, 0, padding)
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
            /// <summary>Adds the image mirrored at its edge around [N, C, W], the same on every side.</summary>
            public static ReflectionPad1d ReflectionPad1d(long padding) => new(All(2, padding));

            /// <summary>Adds the image mirrored at its edge around [N, C, W]: before, after.</summary>
            public static ReflectionPad1d ReflectionPad1d((long, long) padding) =>
                new([padding.Item1, padding.Item2]);
        }
    }
}

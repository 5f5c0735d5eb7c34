using static TorchSharp.Modules.PerDimension;

namespace TorchSharp.Modules
{
    /// <summary>Adds the values of the edge around [N, C, D, H, W].</summary>
    public sealed class ReplicationPad3d : PadBase
    {
        internal ReplicationPad3d(long[] padding)
            : base(nameof(ReplicationPad3d), PaddingModes.Replicate, 0, padding)
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
            /// <summary>Adds the values of the edge around [N, C, D, H, W], the same on every side.</summary>
            public static ReplicationPad3d ReplicationPad3d(long padding) => new(All(6, padding));

            /// <summary>Adds the values of the edge around [N, C, D, H, W]: left, right, top, bottom, front, back.</summary>
            public static ReplicationPad3d ReplicationPad3d((long, long, long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);
        }
    }
}

using static TorchSharp.Modules.PerDimension;

namespace TorchSharp.Modules
{
    /// <summary>Adds the values of the edge around [N, C, H, W].</summary>
    public sealed class ReplicationPad2d : PadBase
    {
        internal ReplicationPad2d(long[] padding)
            : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, padding)
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
            /// <summary>Adds the values of the edge around [N, C, H, W], the same on every side.</summary>
            public static ReplicationPad2d ReplicationPad2d(long padding) => new(All(4, padding));

            /// <summary>Adds the values of the edge around [N, C, H, W]: left, right, top, bottom.</summary>
            public static ReplicationPad2d ReplicationPad2d((long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
        }
    }
}

using static TorchSharp.Modules.PerDimension;

namespace TorchSharp.Modules
{
    /// <summary>Adds the values of the edge around [N, C, W].</summary>
    public sealed class ReplicationPad1d : PadBase
    {
        internal ReplicationPad1d(long[] padding)
            : base(nameof(ReplicationPad1d), PaddingModes.Replicate, 0, padding)
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
            /// <summary>Adds the values of the edge around [N, C, W], the same on every side.</summary>
            public static ReplicationPad1d ReplicationPad1d(long padding) => new(All(2, padding));

            /// <summary>Adds the values of the edge around [N, C, W]: before, after.</summary>
            public static ReplicationPad1d ReplicationPad1d((long, long) padding) =>
                new([padding.Item1, padding.Item2]);
        }
    }
}

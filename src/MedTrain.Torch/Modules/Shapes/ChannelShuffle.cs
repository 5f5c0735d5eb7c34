using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The channels of [N, C, …] interleaved by groups.</summary>
    public sealed class ChannelShuffle : ParameterLessModule<Tensor, Tensor>
    {
        internal ChannelShuffle(long groups)
            : base(nameof(ChannelShuffle))
        {
            this.groups = groups;
        }

        /// <summary>The number of groups.</summary>
        public long groups { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => tensor.channel_shuffle(groups);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The channels of [N, C, …] interleaved by groups.</summary>
            public static Modules.ChannelShuffle ChannelShuffle(long groups) => new(groups);
        }
    }
}

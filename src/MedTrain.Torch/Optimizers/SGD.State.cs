using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <content>State of a parameter.</content>
public sealed partial class SGD
{
    /// <summary>What the optimizer remembers of one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>The running step; null before the first.</summary>
        public Tensor? momentum_buffer;

        /// <summary>The state of a parameter, before the first step.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            momentum_buffer?.Dispose();
        }

        /// <inheritdoc/>
        public override void to(Device device)
        {
            Move(ref momentum_buffer, device);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            Load(reader, ref momentum_buffer);
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            Save(writer, momentum_buffer);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            Replace(ref momentum_buffer, other.momentum_buffer is null ? null : CopyOf(other.momentum_buffer));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && Close(momentum_buffer, state.momentum_buffer);

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            Replace(ref momentum_buffer, null);
        }
    }
}

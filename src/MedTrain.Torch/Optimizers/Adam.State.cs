using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <content>State of a parameter.</content>
public sealed partial class Adam
{
    /// <summary>What the optimizer remembers of one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>How many steps have been made.</summary>
        public long step;

        /// <summary>The running mean of the gradient.</summary>
        public Tensor? exp_avg;

        /// <summary>The running mean of the gradient's square.</summary>
        public Tensor? exp_avg_sq;

        /// <summary>The largest such mean so far; null without amsgrad.</summary>
        public Tensor? max_exp_avg_sq;

        /// <summary>The state of a parameter, before the first step.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }

        /// <inheritdoc/>
        public override void to(Device device)
        {
            Move(ref exp_avg, device);
            Move(ref exp_avg_sq, device);
            Move(ref max_exp_avg_sq, device);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            (exp_avg ??= Zeros()).Load(reader);
            (exp_avg_sq ??= Zeros()).Load(reader);
            Load(reader, ref max_exp_avg_sq);
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            exp_avg!.Save(writer);
            exp_avg_sq!.Save(writer);
            Save(writer, max_exp_avg_sq);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            step = other.step;
            Replace(ref exp_avg, other.exp_avg is null ? null : CopyOf(other.exp_avg));
            Replace(ref exp_avg_sq, other.exp_avg_sq is null ? null : CopyOf(other.exp_avg_sq));
            Replace(ref max_exp_avg_sq, other.max_exp_avg_sq is null ? null : CopyOf(other.max_exp_avg_sq));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && Close(exp_avg, state.exp_avg) && Close(exp_avg_sq, state.exp_avg_sq)
                && Close(max_exp_avg_sq, state.max_exp_avg_sq);

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Replace(ref exp_avg, Zeros());
            Replace(ref exp_avg_sq, Zeros());
            Replace(ref max_exp_avg_sq, ((Options)options).amsgrad == true ? Zeros() : null);
        }
    }
}

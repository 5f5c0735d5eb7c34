using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What Adam and its relatives remember of one parameter.</summary>
public abstract class MomentState : OptimizerState
{
    /// <summary>How many steps have been made.</summary>
    public long step;

    /// <summary>The running mean of the gradient.</summary>
    public Tensor? exp_avg;

    /// <summary>The running mean of the gradient's square.</summary>
    public Tensor? exp_avg_sq;

    private protected MomentState(Parameter parameter)
        : base(parameter)
    {
    }

    /// <inheritdoc/>
    public override void Initialize(OptimizerOptions options)
    {
        step = 0;
        Replace(ref exp_avg, Zeros());
        Replace(ref exp_avg_sq, Zeros());
    }

    /// <inheritdoc/>
    private protected override void Visit(StateVisitor visitor)
    {
        visitor.Visit(ref step);
        visitor.Visit(ref exp_avg);
        visitor.Visit(ref exp_avg_sq);
    }
}

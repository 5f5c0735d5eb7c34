using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A loss of an input and a target.</summary>
public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    /// <summary>A loss with a reduction.</summary>
    protected Loss(nn.Reduction reduction = nn.Reduction.Mean)
        : base(nameof(Loss<,,>)) => this.reduction = reduction;

    /// <summary>What becomes of the losses of the elements.</summary>
    public nn.Reduction reduction { get; }
}

/// <summary>A loss of three tensors.</summary>
public abstract class Loss<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
{
    /// <summary>A loss with a reduction.</summary>
    protected Loss(nn.Reduction reduction = nn.Reduction.Mean)
        : base(nameof(Loss<,,,>)) => this.reduction = reduction;

    /// <summary>What becomes of the losses of the elements.</summary>
    public nn.Reduction reduction { get; }
}

/// <summary>A loss of an input and a target with weights.</summary>
public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
{
    /// <summary>A loss with weights and a reduction.</summary>
    protected WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
        : base(reduction)
    {
        this.weight = weight;
        ConditionallyRegisterBuffer(nameof(weight), weight);
    }

    /// <summary>The weights; null for none.</summary>
    public Tensor? weight { get; }
}

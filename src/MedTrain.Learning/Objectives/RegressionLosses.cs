using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Evaluation.Predictions;
using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>A regression whose loss is a function of the error alone.</summary>
public abstract record ErrorLoss : ObjectiveConfig
{
    internal override IReadOnlyList<PredictionTask> Tasks => [PredictionTask.Regression];

    internal override Objective Create(ObjectiveContext context) => RegressionObjective.Fit(context, Of);

    internal override Objective Restore(ObjectiveContext context, IReadOnlyDictionary<string, string> facts) => RegressionObjective.Restore(facts, Of);

    /// <summary>The loss of each error, in standard deviations of the label.</summary>
    private protected abstract Tensor Of(Tensor error);
}

/// <summary>The squared error.</summary>
public sealed record MeanSquaredError : ErrorLoss
{
    private protected override Tensor Of(Tensor error) => error * error;
}

/// <summary>The absolute error.</summary>
public sealed record AbsoluteError : ErrorLoss
{
    private protected override Tensor Of(Tensor error) => error.abs();
}

/// <summary>Half the squared error near zero, straight beyond (Huber 1964), as in PyTorch.</summary>
public sealed record Huber : ErrorLoss
{
    /// <summary>Where it becomes straight.</summary>
    [Description("Where the loss becomes a straight line, in standard deviations of the label.")]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Delta { get; init; } = 1;

    private protected override Tensor Of(Tensor error)
    {
        var near = error.abs().clamp_max(Delta);
        return near * (error.abs() - near * 0.5);
    }
}

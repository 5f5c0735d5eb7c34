using MedTrain.Evaluation.Predictions;

namespace MedTrain.Learning.Objectives;

/// <summary>What an objective may be fitted to.</summary>
/// <param name="Task">The task.</param>
/// <param name="LabelCount">Labels, or classes.</param>
/// <param name="TrainingLabels">One row of labels a training case, NaN where unknown; empty when a trained network is used.</param>
public sealed record ObjectiveContext(PredictionTask Task, int LabelCount, IReadOnlyList<float[]> TrainingLabels)
{
    /// <summary>The known labels of one column.</summary>
    public IEnumerable<float> Known(int label) => TrainingLabels.Select(row => row[label]).Where(value => !float.IsNaN(value));
}

/// <summary>One row of <see cref="ObjectiveTable"/>: the settings of an objective, which make it.</summary>
public abstract record ObjectiveConfig
{
    /// <summary>The tasks that it suits.</summary>
    internal abstract IReadOnlyList<PredictionTask> Tasks { get; }

    /// <summary>What in the settings does not go with so many labels, as a sentence; null when nothing.</summary>
    internal virtual string? Problem(int labelCount) => null;

    /// <summary>How many outputs the network needs.</summary>
    internal virtual int Outputs(int labelCount) => labelCount;

    /// <summary>The objective, fitted to the training labels where it needs them.</summary>
    internal abstract Objective Create(ObjectiveContext context);

    /// <summary>The objective of a trained network.</summary>
    /// <param name="context">Without training labels.</param>
    /// <param name="facts">What its weights file says.</param>
    /// <exception cref="InvalidDataException">The file lacks what is needed.</exception>
    internal virtual Objective Restore(ObjectiveContext context, IReadOnlyDictionary<string, string> facts) => Create(context);
}

using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Distillation;

/// <summary>
/// The labels' loss together with the divergence of the student's softened probabilities from the teachers' (Hinton, Vinyals and Dean 2015),
/// on the same augmented images. For labels of their own the divergence is that of each label's two outcomes.
/// </summary>
/// <remarks>https://arxiv.org/abs/1503.02531.</remarks>
public sealed class DistillationCriterion : SupervisedCriterion
{
    private readonly IReadOnlyList<Teacher> teachers;
    private readonly DistillationConfig distillation;

    /// <summary>Puts the teachers into eval mode.</summary>
    /// <param name="task">The task.</param>
    /// <param name="student">The network that is trained.</param>
    /// <param name="objective">Its loss against the labels.</param>
    /// <param name="teachers">The networks it learns from.</param>
    /// <param name="config">The training settings, with distillation.</param>
    /// <param name="device">Where all networks are.</param>
    public DistillationCriterion(
        PredictionTask task, Network student, Objective objective, IReadOnlyList<Teacher> teachers, TrainingConfig config, Device device)
        : base(task, student, objective, config, device)
    {
        (this.teachers, distillation) = (teachers, config.Distillation!);
        foreach (var teacher in teachers)
        {
            teacher.Network.eval();
        }
    }

    /// <inheritdoc/>
    public override (Tensor Sum, Tensor Known) Loss(Batch batch)
    {
        var (images, labels) = (Images(batch), batch.Labels(Device));
        var truth = Taught(images); // before the student, whose random numbers follow
        var outputs = Outputs(images, context: null);
        var (sum, known) = LabelLoss(outputs, labels);
        var (divergence, count) = Divergence(outputs.Main, truth);
        // Each part is its own mean: labels may be unknown, while the teachers have an answer for every case.
        var mean = ((1 - distillation.Weight) * sum / known.clamp_min(1)) + (distillation.Weight * divergence / count);
        return (mean * count, full_like(known, count));
    }

    /// <summary>The teachers' mean probabilities <c>[N, K]</c> at the temperature; values in the labels' unit for regression.</summary>
    private Tensor Taught(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var arithmetic = Arithmetic.Use(Config.Precision, Device);
        var answers = teachers.Select(teacher =>
        {
            var output = teacher.Network.call(images);
            return Task == PredictionTask.Regression
                ? teacher.Objective.Scores(output)
                : SoftenedOutputs.Probabilities(Task, output, distillation.Temperature);
        });
        return stack([.. answers]).mean([0]).MoveToOuterDisposeScope();
    }

    private (Tensor Sum, double Count) Divergence(Tensor output, Tensor truth)
    {
        if (Task != PredictionTask.Regression)
        {
            return SoftenedOutputs.Divergence(Task, truth, output, distillation.Temperature);
        }

        var (sum, known) = Objective.Loss(output, truth);
        return (sum, known.item<float>());
    }
}

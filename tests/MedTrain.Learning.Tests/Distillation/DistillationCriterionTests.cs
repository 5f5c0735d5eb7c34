using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Distillation;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Tests.Training;
using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Distillation;

public class DistillationCriterionTests
{
    [Fact]
    public void A_student_without_labels_learns_from_its_teacher_whose_weights_stay_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var teacher = ToyTask.Session();
        ToyTask.Train(teacher, epochs: 4);
        var before = ToyTask.Bits(teacher);

        var student = Student(1, teacher, label: float.NaN);
        var results = ToyTask.Train(student, epochs: 4).History;

        Assert.True(results[^1].Validation.Of("roc_auc") > 0.9, $"AUC {results[^1].Validation.Of("roc_auc")}");
        Assert.Equal(before, ToyTask.Bits(teacher));
    }

    [Fact]
    public void Without_weight_the_loss_is_that_of_the_labels_and_with_all_of_it_labels_do_not_count()
    {
        using var scope = NewDisposeScope();
        var teacher = ToyTask.Session();
        ToyTask.Train(teacher, epochs: 1);

        Assert.Equal(Mean(ToyTask.Session(dropout: 0)), Mean(Student(0, teacher)), 1e-6);
        Assert.Equal(Mean(Student(1, teacher, label: 0)), Mean(Student(1, teacher, label: 1)), 1e-6);
        Assert.Equal((Mean(Student(0, teacher)) + Mean(Student(1, teacher))) / 2, Mean(Student(0.5, teacher)), 1e-6);
    }

    private static TrainingSession Student(double weight, TrainingSession teacher, float? label = null)
    {
        var config = ToyTask.Config with { Distillation = new DistillationConfig { Teachers = ["teacher"], Temperature = 2, Weight = weight } };
        var plain = ToyTask.Session(config, dropout: 0);
        LabelledCase[] cases = [.. plain.TrainingBatches.Cases.Select(member => member with { Labels = [label ?? member.Labels[0]] })];
        var objective = ObjectiveTable.Create(null, PredictionTask.Binary, [], 1);
        return new TrainingSession(
            plain.Network,
            new DistillationCriterion(PredictionTask.Binary, plain.Network, objective, [new Teacher(teacher.Network, objective)], config, CPU),
            new BatchLoader(ToyTask.Images, cases, config.BatchSize, [new RandomShift { Fraction = 0.1 }], 5),
            plain.ValidationBatches, config, seed: 5, fold: 0, CPU);
    }

    private static double Mean(TrainingSession session)
    {
        using var batch = session.TrainingBatches.Shuffled(1).First();
        var (sum, known) = session.Criterion.Loss(batch);
        return sum.item<float>() / known.item<float>();
    }
}

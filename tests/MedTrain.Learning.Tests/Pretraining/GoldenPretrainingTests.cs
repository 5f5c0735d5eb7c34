using System.Text.Json;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Distillation;
using MedTrain.Learning.Pretraining;
using MedTrain.Learning.Tests.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Pretraining;

/// <summary>Against tests/golden/pretraining.json, which scripts/golden/pretraining.py makes with PyTorch.</summary>
public class GoldenPretrainingTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenRecord.Folder, "pretraining.json"))).RootElement;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Distillation_s_loss_and_gradient_are_those_of_the_reference(int index)
    {
        using var scope = NewDisposeScope();
        var record = Golden.GetProperty("distillation")[index];
        var task = Enum.Parse<PredictionTask>(record.GetProperty("task").GetString()!, ignoreCase: true);
        var temperature = record.GetProperty("temperature").GetDouble();
        var teachers = record.GetProperty("teachers").EnumerateArray().Select(rows => SoftenedOutputs.Probabilities(task, Rows(rows), temperature));
        var student = Rows(record.GetProperty("student")).requires_grad_();

        var (sum, count) = SoftenedOutputs.Divergence(task, stack([.. teachers]).mean([0]), student, temperature);
        (sum / count).backward();

        AssertGolden(record, sum.item<float>() / count, student);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void SimClr_s_loss_and_gradient_are_those_of_the_reference(int index)
    {
        using var scope = NewDisposeScope();
        var record = Golden.GetProperty("simclr")[index];
        var projections = Rows(record.GetProperty("projections")).requires_grad_();

        var (sum, count) = SimClr.Contrast(projections, record.GetProperty("temperature").GetDouble());
        (sum / (double)count).backward();

        AssertGolden(record, sum.item<float>() / count, projections);
    }

    private static void AssertGolden(JsonElement record, double loss, Tensor input)
    {
        Assert.Equal(record.GetProperty("loss").GetDouble(), loss, 1e-5);
        Assert.InRange((Rows(record.GetProperty("gradient")) - input.grad!).abs().max().item<float>(), 0, 1e-5f);
    }

    private static Tensor Rows(JsonElement rows)
    {
        float[][] values = [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray())];
        return tensor(values.SelectMany(row => row).ToArray(), [values.Length, values[0].Length]);
    }
}

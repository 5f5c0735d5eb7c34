using System.Text.Json;
using System.Text.Json.Serialization;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Tests.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Objectives;

public class ObjectiveTests
{
    // By the names of the records in tests/golden/objectives.json.
    private static readonly Dictionary<string, ObjectiveConfig> Configs = new()
    {
        ["bce"] = new BinaryCrossEntropy(),
        ["bce positive"] = new BinaryCrossEntropy { Weighting = LabelWeighting.Positive },
        ["bce given weights"] = new BinaryCrossEntropy { PositiveWeights = [2, 0.5, 3] },
        ["bce balanced"] = new BinaryCrossEntropy { Weighting = LabelWeighting.Balanced },
        ["bce balanced batch"] = new BinaryCrossEntropy { Weighting = LabelWeighting.BalancedBatch },
        ["focal"] = new Focal(),
        ["focal alpha"] = new Focal { Gamma = 1.5, Alpha = 0.25 },
        ["hinge"] = new Hinge(),
        ["squared error"] = new SquaredError(),
        ["multilabel margin"] = new MultilabelMargin(),
        ["cross entropy"] = new CrossEntropy(),
        ["cross entropy of known"] = new CrossEntropy(),
        ["cross entropy weights"] = new CrossEntropy { Weights = [1, 2, 0.5, 3] },
        ["cross entropy smoothing"] = new CrossEntropy { Weights = [1, 2, 0.5, 3], Smoothing = 0.1 },
        ["cross entropy balanced"] = new CrossEntropy { Balanced = true },
        ["nll"] = new NegativeLogLikelihood(),
        ["focal classes"] = new Focal(),
        ["hinge classes"] = new Hinge(),
        ["squared error classes"] = new SquaredError(),
        ["ordinal"] = new Ordinal(),
        ["mse"] = new MeanSquaredError(),
        ["l1"] = new AbsoluteError(),
        ["huber"] = new Huber { Delta = 0.7 },
        ["soft bins"] = new SoftBins { Lowest = 42, Highest = 82 },
    };

    private static readonly Dictionary<string, GoldenObjective> Records = GoldenObjective.ReadAll().ToDictionary(record => record.Name);

    public static TheoryData<string> Names => new(Configs.Keys);

    [Fact]
    public void Every_objective_of_the_table_has_a_reference_value()
    {
        Assert.Equal(ObjectiveTable.Objectives.Select(row => row.Type).ToHashSet(), [.. Configs.Values.Select(config => config.GetType())]);
        Assert.Equal(Records.Keys.Order(), Configs.Keys.Order());
        Assert.Equal(ObjectiveTable.Objectives.Count, ObjectiveTable.Objectives.DistinctBy(row => row.Name).Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_gradient_and_scores_are_those_of_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        var (record, objective) = (Records[name], Create(name));
        var output = GoldenObjective.ToTensor(record.Output).requires_grad_();
        Assert.Equal(record.Output[0].Length, ObjectiveTable.Outputs(Configs[name], record.Task, record.Labels[0].Length));

        var (sum, known) = objective.Loss(output, GoldenObjective.ToTensor(record.Labels));
        var loss = sum / known;
        loss.backward();

        Assert.Equal(record.Loss, loss.item<float>(), 2e-6 * Math.Max(1, Math.Abs(record.Loss)));
        AssertClose(record.Gradient, output.grad!);
        AssertClose(record.Scores, objective.Scores(output));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cases_without_a_known_label_change_nothing(string name)
    {
        using var scope = NewDisposeScope();
        var (record, objective) = (Records[name], Create(name));
        var (output, labels) = (GoldenObjective.ToTensor(record.Output), GoldenObjective.ToTensor(record.Labels));
        var (sum, known) = objective.Loss(output, labels);

        var (more, moreKnown) = objective.Loss(cat([output, ones_like(output)], 0), cat([labels, full_like(labels, float.NaN)], 0));

        Assert.Equal(sum.item<float>(), more.item<float>(), 1e-4);
        Assert.Equal(known.item<float>(), moreKnown.item<float>(), 1e-5);
        var none = objective.Loss(output, full_like(labels, float.NaN));
        Assert.Equal((0f, 0f), (none.Sum.item<float>(), none.Known.item<float>()));
    }

    [Fact]
    public void Unknown_labels_send_no_gradient()
    {
        using var scope = NewDisposeScope();
        var output = tensor(new[] { 0.3f, -1.2f }, [1, 2], requires_grad: true);

        ObjectiveTable.Create(null, PredictionTask.Multilabel, [], 2).Loss(output, tensor(new[] { 1, float.NaN }, [1, 2])).Sum.backward();

        Assert.Equal(0, output.grad![0, 1].item<float>());
        Assert.NotEqual(0, output.grad![0, 0].item<float>());
    }

    [Theory]
    [InlineData("cross entropy")]
    [InlineData("ordinal")]
    public void Probabilities_of_classes_sum_to_one(string name)
    {
        using var scope = NewDisposeScope();
        var scores = Create(name).Scores(GoldenObjective.ToTensor(Records[name].Output));

        Assert.All(scores.sum(1).data<float>().ToArray(), sum => Assert.Equal(1, sum, 1e-6));
        Assert.All(scores.data<float>().ToArray(), score => Assert.True(score >= 0));
    }

    [Fact]
    public void Regression_scores_are_in_the_labels_unit_also_from_a_weights_file()
    {
        using var scope = NewDisposeScope();
        var objective = ObjectiveTable.Create(null, PredictionTask.Regression, [[20], [40], [60], [float.NaN]], 1);

        var restored = ObjectiveTable.FromFacts(null, PredictionTask.Regression, 1, objective.Facts);

        Assert.Equal(50, restored.Scores(tensor(new[] { 0.5f }, [1, 1])).item<float>(), 1e-5);
        Assert.Throws<InvalidDataException>(() => ObjectiveTable.FromFacts(null, PredictionTask.Regression, 1, new Dictionary<string, string>()));
    }

    [Fact]
    public void A_constant_or_unknown_label_has_deviation_1()
    {
        var objective = (RegressionObjective)ObjectiveTable.Create(null, PredictionTask.Regression, [[5, float.NaN], [5, float.NaN]], 2);

        Assert.Equal([5, 0], objective.Means);
        Assert.Equal([1, 1], objective.Deviations);
    }

    [Fact]
    public void Settings_that_do_not_fit_the_task_or_the_labels_are_named()
    {
        Assert.Contains("multiclass", ObjectiveTable.Problem(new CrossEntropy(), PredictionTask.Binary));
        Assert.Null(ObjectiveTable.Problem(new CrossEntropy(), PredictionTask.Multiclass));
        Assert.Contains("3 labels, but 2", ObjectiveTable.Problem(new BinaryCrossEntropy { PositiveWeights = [1, 2] }, 3));
        Assert.Contains("one quantity", ObjectiveTable.Problem(new SoftBins { Lowest = 0, Highest = 10 }, 2));
        Assert.Null(ObjectiveTable.Problem(null, 3));
    }

    private static Objective Create(string name) =>
        ObjectiveTable.Create(Configs[name], Records[name].Task, GoldenObjective.Rows(Records[name].Training), Records[name].Labels[0].Length);

    private static void AssertClose(float?[][]? expected, Tensor actual)
    {
        if (expected is not null)
        {
            Assert.Equal(expected.SelectMany(row => row).Select(value => value ?? float.NaN), [.. actual.detach().data<float>()], (one, other) =>
                Math.Abs(one - other) <= 2e-6 * Math.Max(1, Math.Abs(one)));
        }
    }
}

/// <summary>One entry of tests/golden/objectives.json (scripts/golden/objectives.py).</summary>
public sealed record GoldenObjective(
    string Name, PredictionTask Task, float?[][] Output, float?[][] Labels, float?[][] Training, double Loss, float?[][]? Gradient, float?[][]? Scores)
{
    public static IEnumerable<GoldenObjective> ReadAll()
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };
        var root = JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenRecord.Folder, "objectives.json"))).RootElement;
        return root.GetProperty("entries").Deserialize<GoldenObjective[]>(options)!;
    }

    public static float[][] Rows(float?[][] rows) => [.. rows.Select(row => row.Select(value => value ?? float.NaN).ToArray())];

    public static Tensor ToTensor(float?[][] rows) => tensor(Rows(rows).SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
}

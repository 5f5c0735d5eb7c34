using System.Text.Json;
using MedTrain.Learning.Baselines;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Tests.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Baselines;

public class LinearFitTests
{
    // tests/golden/linear_svm.json: a record of libsvm 3.25's fits; tests/golden/baselines.json: scripts/golden/baselines.py.
    private static readonly JsonElement Libsvm = Read("linear_svm.json");
    private static readonly JsonElement Sklearn = Read("baselines.json");

    public static TheoryData<int> Fits => new(Enumerable.Range(0, Sklearn.GetProperty("fits").GetArrayLength()));

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(10)]
    public void A_support_vector_machine_equals_libsvm(double cost)
    {
        var features = Rows(Libsvm.GetProperty("X"));
        double[] classes = [.. Numbers(Libsvm.GetProperty("y"))];
        var expected = Libsvm.GetProperty("fits").GetProperty($"C={cost.ToString(System.Globalization.CultureInfo.InvariantCulture)}");

        var (weights, bias) = Fit(LinearSvm.Fit, features, classes, [.. classes.Select(_ => cost)]);

        Compare([.. Numbers(expected.GetProperty("w")), expected.GetProperty("b").GetDouble()], [.. weights, bias], 1e-6);
        var decision = features.Select(row => bias + row.Zip(weights, (x, w) => x * w).Sum());
        Compare([.. Numbers(expected.GetProperty("decision"))], [.. decision], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void Linear_models_equal_scikit_learn(int number)
    {
        var record = Sklearn.GetProperty("fits")[number];
        var (kind, cost) = (record.GetProperty("kind").GetString(), record.GetProperty("cost").GetDouble());
        double[] targets = [.. Numbers(Sklearn.GetProperty(kind == "ridge" ? "quantities" : "classes"))];
        var positive = targets.Count(target => target == 1) / (double)targets.Length;
        double[] costs = [.. targets.Select(target => record.GetProperty("balanced").GetBoolean() ? cost / (2 * (target == 1 ? positive : 1 - positive)) : cost)];
        LinearFit fit = kind switch { "svm" => LinearSvm.Fit, "logistic" => LinearRegression.FitClass, _ => LinearRegression.FitQuantity };

        var (weights, bias) = Fit(fit, Rows(Sklearn.GetProperty("features")), targets, costs);

        // scikit-learn's own solvers end this far from the optimum.
        double tolerance = kind == "logistic" ? 1e-4 : 1e-6;
        Compare([.. Numbers(record.GetProperty("weights")), record.GetProperty("bias").GetDouble()], [.. weights, bias], tolerance);
    }

    [Fact]
    public void A_logistic_regression_ends_where_the_gradient_is_zero()
    {
        var features = Rows(Sklearn.GetProperty("features"));
        double[] classes = [.. Numbers(Sklearn.GetProperty("classes"))];

        var (weights, bias) = Fit(LinearRegression.FitClass, features, classes, [.. classes.Select(_ => 2.0)]);

        double[] left = [.. features.Select((row, i) => classes[i] - (1 / (1 + Math.Exp(-bias - row.Zip(weights, (x, w) => x * w).Sum()))))];
        Assert.InRange(Math.Abs(left.Sum()), 0, 1e-9);
        Assert.All(weights.Index(), entry => Assert.Equal(2 * features.Select((row, i) => row[entry.Index] * left[i]).Sum(), entry.Item, 1e-7));
    }

    [Fact]
    public void The_inner_folds_keep_patients_together_and_the_smallest_of_the_best_C_wins()
    {
        var features = Rows(Sklearn.GetProperty("features"));
        double[] classes = [.. Numbers(Sklearn.GetProperty("classes"))];
        var gram = Gram(features);
        // Every second case is a copy of the case before it: only folds that tear patients apart see the copy's twin.
        var choice = new CostChoice(LinearSvm.Fit, new BaselineConfig { Costs = [1000, 0.1, 1], InnerFolds = 5 }, isClass: true, seed: 1, fold: 0);
        LabelledCase[] alone = [.. classes.Select((label, i) => new LabelledCase(i, $"{i}", [(float)label], $"{i}"))];
        LabelledCase[] twins = [.. alone.Concat(alone.Select(one => one with { CaseId = one.CaseId + "b" }))];
        var doubled = Gram([.. features, .. features]);

        var tried = choice.Try(gram, classes, alone, CancellationToken.None);
        var triedTwins = choice.Try(doubled, [.. classes, .. classes], twins, CancellationToken.None);

        Assert.Equal([0.1, 1, 1000], tried.Select(one => one.Cost));
        Assert.All(tried, one => Assert.InRange(one.Score, 0.4, 0.95));
        Assert.True(triedTwins[^1].Score < 0.95, "a twin in the training part would be told apart without error");
        Assert.Equal(0.1, BaselineTraining.Best([new(0.1, 0.8), new(1, 0.8), new(10, 0.7)]));
        Assert.Equal(tried, choice.Try(gram, classes, alone, CancellationToken.None));
    }

    private static (double[] Weights, double Bias) Fit(LinearFit fit, double[][] features, double[] targets, double[] costs)
    {
        var found = fit(Gram(features), targets, costs);
        double[] weights = [.. Enumerable.Range(0, features[0].Length).Select(j => features.Select((row, i) => found.Coefficients[i] * row[j]).Sum())];
        return (weights, found.Bias);
    }

    private static GramMatrix Gram(double[][] features) => GramMatrix.Of(
        tensor(features.SelectMany(row => row).ToArray(), [features.Length, features[0].Length], ScalarType.Float64));

    private static void Compare(double[] expected, double[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second - pair.First, -tolerance, tolerance));
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenRecord.Folder, file))).RootElement;

    private static double[][] Rows(JsonElement rows) => [.. rows.EnumerateArray().Select(row => Numbers(row).ToArray())];

    private static IEnumerable<double> Numbers(JsonElement row) => row.EnumerateArray().Select(value => value.GetDouble());
}

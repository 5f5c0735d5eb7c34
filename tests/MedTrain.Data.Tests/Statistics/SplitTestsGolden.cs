using System.Text.Json;
using MedTrain.Data.Statistics;

namespace MedTrain.Data.Tests.Statistics;

public class SplitTestsGolden
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(GoldenFolder.At("split_tests.json"))).RootElement;

    [Fact]
    public void Welchs_test_equals_scipys() => Assert.All(Golden.GetProperty("welch").EnumerateArray(), one =>
        AssertNear(one.GetProperty("p").GetDouble(), WelchTest.PValue(Numbers(one, "a"), Numbers(one, "b"))!.Value));

    [Fact]
    public void The_chi_squared_test_equals_scipys() => Assert.All(Golden.GetProperty("chi_squared").EnumerateArray(), one =>
    {
        double[][] table = one.GetProperty("table").Deserialize<double[][]>()!;
        var pairs = table.SelectMany((row, r) => row.SelectMany((count, c) => Enumerable.Repeat((r, c), (int)count)));

        ContingencyTable made = ContingencyTable.Of(pairs);

        AssertNear(one.GetProperty("p").GetDouble(), made.PValue!.Value);
        AssertNear(one.GetProperty("v").GetDouble(), made.CramersV!.Value);
    });

    [Fact]
    public void What_cannot_be_tested_has_no_p_value()
    {
        Assert.Null(WelchTest.PValue([1], [1, 2]));
        Assert.Null(WelchTest.PValue([1, 1], [1, 1]));
        Assert.Null(ContingencyTable.Of([("a", 1), ("a", 2)]).PValue);
    }

    private static void AssertNear(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * Math.Max(1e-3, expected));

    private static double[] Numbers(JsonElement one, string name) => one.GetProperty(name).Deserialize<double[]>()!;
}

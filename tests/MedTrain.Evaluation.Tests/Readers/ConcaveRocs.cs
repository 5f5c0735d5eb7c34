using MedTrain.Evaluation.Readers;

namespace MedTrain.Evaluation.Tests.Readers;

public class ConcaveRocs
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 30)];

    [Fact]
    public void Points_on_a_concave_curve_are_met_and_give_its_area()
    {
        // y = x^(1/3), area 3/4.
        double[] rates = [0.002, 0.01, 0.03, 0.08, 0.15, 0.25, 0.4, 0.6, 0.8];
        (double, double)[] points = [.. rates.Select(x => (x, Math.Cbrt(x)))];
        Assert.All(rates.Zip(ConcaveRoc.Curve(points, rates)), pair => Assert.Equal(Math.Cbrt(pair.First), pair.Second, 0.002));
        Assert.Equal(0.75, ConcaveRoc.Area(points), 0.01);
    }

    [Fact]
    public void Readers_at_chance_or_below_get_the_diagonal()
    {
        Assert.Equal(0.5, ConcaveRoc.Area([(0.3, 0.3), (0.6, 0.6)]), 6);
        Assert.Equal(0.5, ConcaveRoc.Area([(0.3, 0.1), (0.6, 0.4)]), 6);
    }

    [Fact]
    public void Perfect_readers_get_one() => Assert.Equal(1, ConcaveRoc.Area([(0, 1), (0, 1)]), 6);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_curve_rises_bends_down_only_and_fits_no_worse_than_other_such_curves(int seed)
    {
        var random = new Random(seed);
        (double X, double Y)[] points = [.. Enumerable.Range(0, 1 + seed % 9)
            .Select(_ => (Math.Round(0.6 * random.NextDouble(), 2), Math.Round(0.5 + 0.5 * random.NextDouble(), 2)))];
        double[] grid = [.. Enumerable.Range(0, 201).Select(i => i / 200.0)];
        var curve = ConcaveRoc.Curve(points, grid);
        Assert.Equal(1, curve[^1], 9);
        for (var i = 2; i < grid.Length; i++)
        {
            Assert.True(curve[i] >= curve[i - 1] - 1e-9);
            Assert.True(curve[i] - 2 * curve[i - 1] + curve[i - 2] <= 1e-9);
        }
        Assert.Equal(curve.Zip(curve.Skip(1), (a, b) => (a + b) / 400).Sum(), ConcaveRoc.Area(points), 0.005);

        double Misfit(Func<double, double> other) => points.Sum(point => Math.Pow(point.Y - other(point.X), 2));
        var fitted = points.Zip(ConcaveRoc.Curve(points, points.Select(point => point.X)))
            .Sum(pair => Math.Pow(pair.First.Y - pair.Second, 2));
        foreach (var power in (double[])[0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1])
        {
            Assert.True(fitted <= Misfit(x => Math.Pow(x, power)) + 2e-3);
        }
    }
}

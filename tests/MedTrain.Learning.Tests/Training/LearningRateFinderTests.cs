using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

public class LearningRateFinderTests
{
    [Fact]
    public void The_rate_is_where_the_loss_falls_most_steeply_and_the_file_gives_the_same()
    {
        // Over the logarithm of the rate: flat, then a fall that is steepest at 1e-3, then a rise.
        var points = Enumerable.Range(0, 601).Select(i => -6 + (i / 100.0)).Select(x => (Math.Pow(10, x), 1 - (0.5 / (1 + Math.Exp(-5 * (x + 3)))) + Math.Max(0, 4 * (x + 1.5)))).ToList();
        var curve = new LearningRateCurve(points);

        Assert.Equal(-3, Math.Log10(curve.Steepest()!.Value), 0.15);
        Assert.Equal(points, LearningRateCurve.FromCsv(curve.ToCsv().TrimEnd().Split('\n')).Points);
        Assert.Null(new LearningRateCurve([.. points.Select(point => (point.Item1, 1.0))]).Steepest());
    }

    [Fact]
    public void Rates_grow_by_a_constant_factor_and_the_search_ends_when_the_loss_explodes()
    {
        using var scope = NewDisposeScope();
        var config = ToyTask.Config with { Optimizer = new OptimizerConfig { Name = "sgd" } };

        var whole = LearningRateFinder.Run(ToyTask.Session(config), new LearningRateFinderConfig { Lowest = 1e-4, Highest = 1e-2, Steps = 21 }, default);
        var exploded = LearningRateFinder.Run(ToyTask.Session(config), new LearningRateFinderConfig { Lowest = 1e-2, Highest = 1e3, Steps = 60 }, default);

        Assert.Equal(21, whole.Points.Count);
        Assert.Equal(1e-2, whole.Points[^1].Rate, 1e-9);
        Assert.All(whole.Points.Zip(whole.Points.Skip(1)), pair => Assert.Equal(Math.Pow(100, 1 / 20.0), pair.Second.Rate / pair.First.Rate, 1e-9));
        Assert.InRange(exploded.Points.Count, 2, 59);
    }
}

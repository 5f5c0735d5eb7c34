using MedTrain.Evaluation.Distributions;

namespace MedTrain.Evaluation.Tests.Distributions;

/// <summary>Reference values from scipy 1.10 (scipy.stats norm, beta, t).</summary>
public class DistributionFunctions
{
    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 0.8413447460685429)]
    [InlineData(-3.0, 0.0013498980316300933)]
    [InlineData(-9.0, 1.1285884059538324e-19)]
    public void Normal_probabilities(double z, double expected) => Assert.Equal(1, Normal.Cdf(z) / expected, 12);

    [Theory]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.001785714285714286, -2.913726318334338)]
    [InlineData(1e-12, -7.034483825301132)]
    [InlineData(0.5, 0.0)]
    public void Normal_quantiles(double probability, double expected) => Assert.Equal(expected, Normal.Quantile(probability), 11);

    [Theory]
    [InlineData(0.3, 2.0, 5.0, 0.579825)]
    [InlineData(0.9, 0.5, 0.5, 0.7951672353008665)]
    [InlineData(0.01, 30.0, 2.0, 3.0700000000000017e-59)]
    [InlineData(0.5, 400.0, 420.0, 0.7576677523864151)]
    public void Beta_probabilities(double x, double a, double b, double expected)
    {
        Assert.Equal(1, Beta.Cdf(x, a, b) / expected, 10);
        Assert.Equal(x, Beta.Quantile(Beta.Cdf(x, a, b), a, b), 10);
    }

    [Theory]
    [InlineData(2.262157162740992, 9.0, 0.05)]
    [InlineData(1.5, 3.7, 0.2135981692020133)]
    [InlineData(1.959963984540054, double.PositiveInfinity, 0.05)]
    public void Student_t_probabilities(double t, double degrees, double expected)
    {
        Assert.Equal(expected, StudentT.TwoSided(t, degrees), 5);
        Assert.Equal(t, StudentT.TwoSidedQuantile(1 - StudentT.TwoSided(t, degrees), degrees), 9);
    }
}

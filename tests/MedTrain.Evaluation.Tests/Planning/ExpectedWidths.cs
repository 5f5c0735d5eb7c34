using MedTrain.Evaluation.Planning;

namespace MedTrain.Evaluation.Tests.Planning;

public class ExpectedWidths
{
    /// <summary>Hanley and McNeil 1982, section III: area 0.893 with 51 abnormal and 58 normal cases has standard error 0.032.</summary>
    [Fact]
    public void Standard_error_equals_the_published_example() =>
        Assert.Equal(0.032, ExpectedWidth.Of(109, 51.0 / 109, 0.893).StandardError, 0.001);

    [Fact]
    public void The_fewest_cases_just_reach_the_width()
    {
        var cases = ExpectedWidth.FewestCases(0.06, 0.1, 0.85)!.Value;
        Assert.InRange(ExpectedWidth.Of(cases, 0.1, 0.85).Width, 0.059, 0.06);
        Assert.True(ExpectedWidth.Of(cases - 12, 0.1, 0.85).Width > 0.06);
    }

    [Theory]
    [InlineData(10, 0.0, 0.8)]
    [InlineData(10, 1.0, 0.8)]
    [InlineData(10, 0.5, 1.2)]
    public void Impossible_studies_are_refused(int cases, double prevalence, double area) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ExpectedWidth.Of(cases, prevalence, area));
}

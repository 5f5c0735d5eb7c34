using MedTrain.Evaluation.Planning;

namespace MedTrain.Evaluation.Tests.Planning;

public class ExpectedWidths
{
    /// <summary>Hanley and McNeil 1982, section III: area 0.893 with 51 abnormal and 58 normal cases has standard error 0.032.</summary>
    [Fact]
    public void Standard_error_equals_the_published_example() =>
        Assert.Equal(0.032, ExpectedWidth.Of(109, 51.0 / 109, 0.893).StandardError, 0.001);

    [Fact]
    public void A_plan_shows_its_cases_and_the_fewest_that_suffice()
    {
        var table = SampleSizeTable.Make(new SampleSizeConfig { Auc = 0.85, Prevalence = 0.1, Cases = [4, 1000, 200], Width = 0.06 });
        Assert.Equal([200, 1000], table.Rows.Select(row => row.Cases));
        Assert.Equal(ExpectedWidth.FewestCases(0.06, 0.1, 0.85), table.Fewest!.Cases);
        Assert.Equal(3, table.ToTable().Rows.Count);
        Assert.Contains("With 4 cases", table.Notes[0], StringComparison.Ordinal);
        Assert.Null(SampleSizeTable.Make(new SampleSizeConfig { Auc = 0.5, Prevalence = 0.5, Width = 1e-6 }).Fewest);
    }

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

using MedTrain.Evaluation.Intervals;

namespace MedTrain.Evaluation.Tests.Intervals;

/// <summary>Newcombe 1998, Statistics in Medicine 17, table I: methods 3 (Wilson) and 5 (Clopper-Pearson).</summary>
public class Proportions
{
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0624, 0.1605, 0.0578, 0.1617)]
    [InlineData(0, 20, 0.0, 0.1611, 0.0, 0.1684)]
    [InlineData(1, 29, 0.0061, 0.1718, 0.0009, 0.1776)]
    [InlineData(29, 29, 0.8830, 1.0, 0.8806, 1.0)]
    public void Equal_the_published_table(int successes, int cases, double wilsonLower, double wilsonUpper, double exactLower,
        double exactUpper)
    {
        var wilson = Proportion.Wilson(successes, cases, 0.95);
        var exact = Proportion.ClopperPearson(successes, cases, 0.95);
        Assert.Equal((wilsonLower, wilsonUpper), (Math.Round(wilson.Lower, 4), Math.Round(wilson.Upper, 4)));
        Assert.Equal((exactLower, exactUpper), (Math.Round(exact.Lower, 4), Math.Round(exact.Upper, 4)));
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(0, 0)]
    [InlineData(-1, 5)]
    public void Impossible_counts_are_refused(int successes, int cases) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(successes, cases, 0.95));
}

using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Metrics;

/// <summary>Counts behind a metric that is a share of cases.</summary>
internal static class Shares
{
    /// <summary>How many cases are counted, and how many of them are a success.</summary>
    internal static (int Successes, int Cases) Of(BinarySample sample, Func<int, bool> counted, Func<int, bool> success)
    {
        var (successes, cases) = (0, 0);
        for (var i = 0; i < sample.Count; i++)
        {
            if (counted(i))
            {
                cases++;
                successes += success(i) ? 1 : 0;
            }
        }
        return (successes, cases);
    }
}

namespace MedTrain.Evaluation.Curves;

/// <summary>What is called when the threshold falls to one distinct score.</summary>
/// <param name="Score">The score.</param>
/// <param name="TruePositives">Positive cases with at least this score.</param>
/// <param name="FalsePositives">Negative cases with at least this score.</param>
internal readonly record struct ScoreStep(double Score, int TruePositives, int FalsePositives);

/// <summary>The decisions at every distinct score.</summary>
internal static class ScoreSteps
{
    /// <summary>One step a distinct score, from the highest down.</summary>
    internal static IEnumerable<ScoreStep> Descending(double[] scores, bool[] positive)
    {
        var keys = (double[])scores.Clone();
        var truth = (bool[])positive.Clone();
        Array.Sort(keys, truth);
        var (right, wrong) = (0, 0);
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            right += truth[i] ? 1 : 0;
            wrong += truth[i] ? 0 : 1;
            if (i == 0 || keys[i - 1] != keys[i])
            {
                yield return new ScoreStep(keys[i], right, wrong);
            }
        }
    }
}

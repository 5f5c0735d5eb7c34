namespace MedTrain.Evaluation.Calibration;

/// <summary>The best fitting curve that never falls (pool adjacent violators), straight between its points and level beyond them.</summary>
/// <param name="Scores">Scores of the points, rising.</param>
/// <param name="Values">Probabilities at the points, never falling.</param>
public sealed record IsotonicCalibration(IReadOnlyList<double> Scores, IReadOnlyList<double> Values) : Calibrator
{
    /// <summary>Fits on validation cases.</summary>
    /// <param name="scores">Their scores; any finite numbers.</param>
    /// <param name="positive">Their truth.</param>
    public static IsotonicCalibration Fit(double[] scores, bool[] positive)
    {
        var blocks = new List<(double First, double Last, double Sum, double Count)>();
        foreach (var group in scores.Zip(positive).GroupBy(one => one.First).OrderBy(group => group.Key))
        {
            var block = (First: group.Key, Last: group.Key, Sum: (double)group.Count(one => one.Second), Count: (double)group.Count());
            while (blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Count >= block.Sum / block.Count)
            {
                var before = blocks[^1];
                block = (before.First, block.Last, before.Sum + block.Sum, before.Count + block.Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
            blocks.Add(block);
        }
        var ends = blocks.SelectMany(block => block.First == block.Last
            ? [(block.First, block.Sum / block.Count)]
            : new[] { (block.First, block.Sum / block.Count), (block.Last, block.Sum / block.Count) }).ToArray();
        return new IsotonicCalibration(Array.ConvertAll(ends, end => end.Item1), Array.ConvertAll(ends, end => end.Item2));
    }

    /// <inheritdoc/>
    public override double Apply(double score)
    {
        if (score <= Scores[0] || score >= Scores[^1])
        {
            return score <= Scores[0] ? Values[0] : Values[^1];
        }
        // The first point that is not below the score.
        var (below, above) = (0, Scores.Count - 1);
        while (above - below > 1)
        {
            var middle = (below + above) / 2;
            (below, above) = Scores[middle] < score ? (middle, above) : (below, middle);
        }
        var share = (score - Scores[above - 1]) / (Scores[above] - Scores[above - 1]);
        return Values[above - 1] + share * (Values[above] - Values[above - 1]);
    }
}

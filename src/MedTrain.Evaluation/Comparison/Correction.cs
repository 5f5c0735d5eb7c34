namespace MedTrain.Evaluation.Comparison;

/// <summary>How several comparisons are kept from finding a difference by chance.</summary>
public enum Correction
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Each comparison at 1 / number of comparisons of the error; intervals are widened to match.</summary>
    Bonferroni,

    /// <summary>Holm's step-down p values (1979): the same guarantee, never less power. Intervals stay Bonferroni's.</summary>
    Holm,
}

/// <summary>p values corrected for the number of comparisons.</summary>
public static class CorrectedP
{
    /// <summary>Corrects p values; a NaN stays NaN and is not counted.</summary>
    /// <param name="p">Uncorrected p values.</param>
    /// <param name="correction">How.</param>
    public static double[] Of(IReadOnlyList<double> p, Correction correction)
    {
        var order = Enumerable.Range(0, p.Count).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i]).ToArray();
        var corrected = Enumerable.Repeat(double.NaN, p.Count).ToArray();
        var running = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            var factor = correction switch { Correction.None => 1, Correction.Bonferroni => order.Length, _ => order.Length - rank };
            var value = Math.Min(1, factor * p[order[rank]]);
            running = correction == Correction.Holm ? Math.Max(running, value) : value;
            corrected[order[rank]] = running;
        }
        return corrected;
    }
}

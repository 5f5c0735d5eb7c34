using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>How good scores are as probabilities, case by case: Brier score and log loss.</summary>
public static class Probabilities
{
    /// <summary>Scores nearer to 0 or 1 are moved here before a logarithm is taken.</summary>
    public const double Clip = 1e-7;

    private const int Cases = 0, Squares = 1, Logs = 2;

    /// <summary>Brier score: mean of (p - y)².</summary>
    /// <param name="sums">Cases, Σ (p - y)², Σ -ln of the probability given to the truth.</param>
    public static double Brier(ReadOnlySpan<double> sums) => sums[Squares] / sums[Cases];

    /// <summary>Log loss, natural logarithm: mean of -ln of the probability given to the truth, clipped at <see cref="Clip"/>.</summary>
    /// <inheritdoc cref="Brier" path="/param"/>
    public static double LogLoss(ReadOnlySpan<double> sums) => sums[Logs] / sums[Cases];

    internal static Tally Tally(BinarySample sample) => new CaseSums(3, sample.Patients, (i, sums) =>
    {
        var p = sample.Scores[i];
        var error = p - (sample.Positive[i] ? 1 : 0);
        var clipped = Math.Clamp(p, Clip, 1 - Clip);
        sums.Add(Cases);
        sums.Add(Squares, error * error);
        sums.Add(Logs, -Math.Log(sample.Positive[i] ? clipped : 1 - clipped));
    });
}

using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>How good the scores of a multiclass task are as probabilities of all classes together.</summary>
internal static class ClassProbabilities
{
    private const int Cases = 0, Squares = 1, Logs = 2;

    /// <summary>Brier score of all classes (Brier 1950): mean over cases of Σ over classes of (p - y)², 0 … 2.</summary>
    /// <param name="sums">Cases, Σ squares, Σ -ln of the probability given to the true class.</param>
    internal static double Brier(ReadOnlySpan<double> sums) => sums[Squares] / sums[Cases];

    /// <summary>Log loss (cross entropy, natural logarithm), the probability of the true class clipped at
    /// <see cref="Probabilities.Clip"/>.</summary>
    /// <inheritdoc cref="Brier" path="/param"/>
    internal static double LogLoss(ReadOnlySpan<double> sums) => sums[Logs] / sums[Cases];

    internal static Tally Tally(MulticlassSample sample) => new CaseSums(3, sample.Patients, (i, sums) =>
    {
        var squares = 0.0;
        for (var one = 0; one < sample.Classes; one++)
        {
            var error = sample.Scores[one][i] - (sample.Truth[i] == one ? 1 : 0);
            squares += error * error;
        }
        sums.Add(Cases);
        sums.Add(Squares, squares);
        sums.Add(Logs, -Math.Log(Math.Clamp(sample.Scores[sample.Truth[i]][i], Probabilities.Clip, 1 - Probabilities.Clip)));
    });

    /// <summary>Bins of the called class's probability against whether the call is right (Guo et al. 2017).</summary>
    internal static TallySource Top(int bins) => TallySource.Of<MulticlassSample>(
        sample => new CaseSums(3 * bins, sample.Patients, (i, sums) =>
        {
            var confidence = sample.Scores[sample.Called[i]][i];
            BinnedCalibration.Add(sums, BinnedCalibration.Bin(confidence, bins), sample.Called[i] == sample.Truth[i], confidence);
        }));
}

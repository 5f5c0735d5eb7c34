namespace MedTrain.Evaluation.Metrics;

/// <summary>The square table of true and called classes of a multiclass task and what is computed from it; a 0/0 is NaN.</summary>
public static class ClassConfusion
{
    /// <summary>Called rightly among all.</summary>
    /// <param name="cells">[true class, called class], row-major.</param>
    public static double Accuracy(ReadOnlySpan<double> cells)
    {
        var (classes, right, all) = (Classes(cells), 0.0, 0.0);
        for (var i = 0; i < cells.Length; i++)
        {
            right += i % (classes + 1) == 0 ? cells[i] : 0;
            all += cells[i];
        }
        return right / all;
    }

    /// <summary>Mean over the classes that occur in the truth of the share of their cases that is called rightly.</summary>
    /// <param name="cells">[true class, called class], row-major.</param>
    public static double BalancedAccuracy(ReadOnlySpan<double> cells)
    {
        var (classes, sum, present) = (Classes(cells), 0.0, 0);
        for (var truth = 0; truth < classes; truth++)
        {
            var row = 0.0;
            for (var called = 0; called < classes; called++)
            {
                row += cells[truth * classes + called];
            }
            sum += row > 0 ? cells[truth * (classes + 1)] / row : 0;
            present += row > 0 ? 1 : 0;
        }
        return sum / present;
    }

    internal static Tally Tally(MulticlassSample sample) => new PatientSums(
        sample.Classes * sample.Classes, sample.Patients, (i, cells) => cells[sample.Truth[i] * sample.Classes + sample.Called[i]]++);

    private static int Classes(ReadOnlySpan<double> cells) => (int)Math.Sqrt(cells.Length);
}

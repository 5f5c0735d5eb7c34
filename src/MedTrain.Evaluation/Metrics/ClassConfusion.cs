using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>The square table of true (rows) and called (columns) classes and what is computed from it; a 0/0 is NaN.</summary>
public static class ClassConfusion
{
    /// <summary>Called rightly among all.</summary>
    /// <param name="cells">[true class, called class], row-major.</param>
    public static double Accuracy(ReadOnlySpan<double> cells) => Trace(cells) / Sum(cells);

    /// <summary>Mean over the classes that occur in the truth of the share of their cases that is called rightly.</summary>
    /// <inheritdoc cref="Accuracy" path="/param"/>
    public static double BalancedAccuracy(ReadOnlySpan<double> cells)
    {
        var (classes, sum, present) = (Classes(cells), 0.0, 0);
        for (var one = 0; one < classes; one++)
        {
            var row = Row(cells, one);
            sum += row > 0 ? cells[one * (classes + 1)] / row : 0;
            present += row > 0 ? 1 : 0;
        }
        return sum / present;
    }

    /// <summary>Mean F1 of all classes; a class that neither occurs nor is called counts 0 (scikit-learn's rule).</summary>
    /// <inheritdoc cref="Accuracy" path="/param"/>
    public static double MacroF1(ReadOnlySpan<double> cells)
    {
        var (classes, sum) = (Classes(cells), 0.0);
        for (var one = 0; one < classes; one++)
        {
            var both = Row(cells, one) + Column(cells, one);
            sum += both > 0 ? 2 * cells[one * (classes + 1)] / both : 0;
        }
        return sum / classes;
    }

    /// <summary>Correlation of truth and call (Gorodkin's form of Matthews'); 0 where either is constant, as is usual.</summary>
    /// <inheritdoc cref="Accuracy" path="/param"/>
    public static double Matthews(ReadOnlySpan<double> cells)
    {
        double all = Sum(cells), products = 0, rows = 0, columns = 0;
        for (var one = 0; one < Classes(cells); one++)
        {
            double row = Row(cells, one), column = Column(cells, one);
            products += row * column;
            rows += row * row;
            columns += column * column;
        }
        var spread = Math.Sqrt(all * all - rows) * Math.Sqrt(all * all - columns);
        return spread == 0 ? 0 : (Trace(cells) * all - products) / spread;
    }

    /// <summary>Cohen's kappa: agreement beyond chance.</summary>
    /// <inheritdoc cref="Accuracy" path="/param"/>
    public static double Kappa(ReadOnlySpan<double> cells) => Weighted(cells, (one, other) => one == other ? 0 : 1);

    /// <summary>Kappa in which a call k grades off counts k (the order of classes is the order of grades).</summary>
    /// <inheritdoc cref="Accuracy" path="/param"/>
    public static double LinearKappa(ReadOnlySpan<double> cells) => Weighted(cells, (one, other) => Math.Abs(one - other));

    /// <summary>Kappa in which a call k grades off counts k² (the order of classes is the order of grades).</summary>
    /// <inheritdoc cref="Accuracy" path="/param"/>
    public static double QuadraticKappa(ReadOnlySpan<double> cells) => Weighted(cells, (one, other) => (one - other) * (one - other));

    internal static double[] Cells(MulticlassSample sample)
    {
        var cells = new double[sample.Classes * sample.Classes];
        for (var i = 0; i < sample.Count; i++)
        {
            cells[Cell(sample, i)]++;
        }
        return cells;
    }

    internal static Tally Tally(MulticlassSample sample) =>
        new CaseSums(sample.Classes * sample.Classes, sample.Patients, (i, cells) => cells.Add(Cell(sample, i)));

    private static int Cell(MulticlassSample sample, int i) => sample.Truth[i] * sample.Classes + sample.Called[i];

    /// <summary>1 - (observed disagreement) / (disagreement by chance).</summary>
    private static double Weighted(ReadOnlySpan<double> cells, Func<int, int, int> disagreement)
    {
        var classes = Classes(cells);
        double observed = 0, expected = 0;
        for (var one = 0; one < classes; one++)
        {
            for (var other = 0; other < classes; other++)
            {
                observed += disagreement(one, other) * cells[one * classes + other];
                expected += disagreement(one, other) * Row(cells, one) * Column(cells, other);
            }
        }
        return 1 - observed * Sum(cells) / expected;
    }

    private static int Classes(ReadOnlySpan<double> cells) => (int)Math.Sqrt(cells.Length);

    private static double Sum(ReadOnlySpan<double> cells)
    {
        var sum = 0.0;
        foreach (var cell in cells)
        {
            sum += cell;
        }
        return sum;
    }

    private static double Trace(ReadOnlySpan<double> cells)
    {
        var sum = 0.0;
        for (var i = 0; i < cells.Length; i += Classes(cells) + 1)
        {
            sum += cells[i];
        }
        return sum;
    }

    private static double Row(ReadOnlySpan<double> cells, int one) => Sum(cells.Slice(one * Classes(cells), Classes(cells)));

    private static double Column(ReadOnlySpan<double> cells, int one)
    {
        var sum = 0.0;
        for (var i = one; i < cells.Length; i += Classes(cells))
        {
            sum += cells[i];
        }
        return sum;
    }
}

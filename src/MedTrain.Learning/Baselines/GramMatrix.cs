using static TorchSharp.torch;

namespace MedTrain.Learning.Baselines;

/// <summary>The products of every two cases' features, <c>K = X Xᵀ</c>: all that a linear model's fit needs to know of the features.</summary>
/// <param name="count">Number of cases.</param>
/// <param name="values">Row by row, <c>[count * count]</c>.</param>
public sealed class GramMatrix(int count, double[] values)
{
    private const int ColumnsAtOnce = 16_384;

    /// <summary>Number of cases.</summary>
    public int Count => count;

    /// <summary>All values, row by row.</summary>
    public double[] Values => values;

    /// <summary>The product of two cases.</summary>
    public double this[int row, int column] => values[(row * count) + column];

    /// <summary>The products with one case.</summary>
    public ReadOnlySpan<double> Row(int row) => values.AsSpan(row * count, count);

    /// <summary>The products of features <c>[N, F]</c>, summed in double precision.</summary>
    public static GramMatrix Of(Tensor features)
    {
        using var scope = NewDisposeScope();
        var sum = zeros([features.shape[0], features.shape[0]], ScalarType.Float64);
        for (var first = 0L; first < features.shape[1]; first += ColumnsAtOnce)
        {
            var some = features.narrow(1, first, Math.Min(ColumnsAtOnce, features.shape[1] - first)).to_type(ScalarType.Float64);
            sum.add_(some.mm(some.transpose(0, 1)));
            some.Dispose();
        }

        return new GramMatrix((int)features.shape[0], [.. sum.data<double>()]);
    }

    /// <summary>The products of some cases with each other.</summary>
    public GramMatrix Of(IReadOnlyList<int> rows) =>
        new(rows.Count, [.. rows.SelectMany(row => rows.Select(column => this[row, column]))]);

    /// <summary>The outputs of a fit to the cases <paramref name="fitted"/> on the cases <paramref name="asked"/>.</summary>
    public double[] Outputs(DualFit fit, IReadOnlyList<int> fitted, IReadOnlyList<int> asked) =>
        [.. asked.Select(row => fit.Bias + fitted.Select((column, i) => fit.Coefficients[i] * this[row, column]).Sum())];
}

/// <summary>A linear model by its cases: its weights are <c>Σ Coefficients[i] · x[i]</c>.</summary>
/// <param name="Coefficients">One a case it was fitted to.</param>
/// <param name="Bias">Added to every output.</param>
public sealed record DualFit(double[] Coefficients, double Bias);

/// <summary>Fits a linear model.</summary>
/// <param name="gram">Products of the cases to fit to.</param>
/// <param name="targets">For classes 1 or 0, for quantities the value; one a case.</param>
/// <param name="costs">C of each case.</param>
public delegate DualFit LinearFit(GramMatrix gram, IReadOnlyList<double> targets, IReadOnlyList<double> costs);

namespace MedTrain.Evaluation.Readers;

/// <summary>
/// The ROC curve of a group of readers who each give only a yes or no: the increasing concave spline from (0, 0) to (1, 1) that
/// comes closest to their operating points in squared sensitivity, as CheXNeXt did (Rajpurkar et al. 2018). Among curves that
/// fit equally well the smoothest is taken.
/// </summary>
/// <remarks>
/// The spline is quadratic with knots at the readers' false-positive rates. Every such curve is a mean, with weights that sum to 1, of
/// the diagonal and of curves that bend in one interval between knots only; so the fit is least squares over these weights.
/// </remarks>
public static class ConcaveRoc
{
    // Roughness weighs only between fits that are equally close.
    private const double Smoothing = 1e-11;

    /// <summary>Area under the fitted curve, 0.5 … 1.</summary>
    /// <param name="points">False-positive rate and sensitivity of each reader; at least one.</param>
    public static double Area(IReadOnlyList<(double FalsePositiveRate, double Sensitivity)> points)
    {
        var bends = Bends(points);
        var weights = Fit(points, bends);
        return weights.Zip(bends, (weight, bend) => weight * bend.Area).Sum();
    }

    /// <summary>The fitted curve at the given false-positive rates.</summary>
    /// <param name="points">False-positive rate and sensitivity of each reader; at least one.</param>
    /// <param name="at">False-positive rates, 0 … 1.</param>
    public static double[] Curve(IReadOnlyList<(double FalsePositiveRate, double Sensitivity)> points, IEnumerable<double> at)
    {
        var bends = Bends(points);
        var weights = Fit(points, bends);
        return [.. at.Select(x => weights.Zip(bends, (weight, bend) => weight * bend.At(x)).Sum())];
    }

    private static Bend[] Bends(IReadOnlyList<(double FalsePositiveRate, double Sensitivity)> points)
    {
        double[] knots = [0, .. points.Select(point => point.FalsePositiveRate).Where(x => x is > 0 and < 1).Distinct().Order(), 1];
        var bends = new List<Bend> { Bend.Diagonal };
        for (var i = 1; i < knots.Length; i++)
        {
            bends.Add(new Bend(knots[i - 1], knots[i]));
        }
        if (points.Any(point => point.FalsePositiveRate == 0 && point.Sensitivity > 0))
        {
            bends.Add(new Bend(0, 0));
        }
        return [.. bends];
    }

    private static double[] Fit(IReadOnlyList<(double FalsePositiveRate, double Sensitivity)> points, Bend[] bends)
    {
        var gram = new double[bends.Length, bends.Length];
        var right = new double[bends.Length];
        foreach (var (x, y) in points)
        {
            var at = Array.ConvertAll(bends, bend => bend.At(x));
            for (var i = 0; i < bends.Length; i++)
            {
                right[i] += at[i] * y;
                for (var j = 0; j < bends.Length; j++)
                {
                    gram[i, j] += at[i] * at[j];
                }
            }
        }
        for (var i = 0; i < bends.Length; i++)
        {
            gram[i, i] += Smoothing * (1 + bends[i].Roughness);
        }
        return SimplexLeastSquares.Solve(gram, right);
    }

    /// <summary>A curve from (0, 0) to (1, 1) whose slope falls in one interval of x only and is level after it; from 0 to 0 is a
    /// step.</summary>
    private readonly record struct Bend(double From, double To)
    {
        /// <summary>The straight line, which bends nowhere.</summary>
        internal static readonly Bend Diagonal = new(double.NaN, double.NaN);

        /// <summary>∫ (second derivative)².</summary>
        internal double Roughness => IsDiagonal ? 0 : To == 0 ? 1e5 : Math.Min(1e5, (To - From) / (Scale * Scale));

        internal double Area => IsDiagonal ? 0.5 : To == 0 ? 1
            : ((To - From) * From * From / 2 + (To - From) * (To - From) * (From + To / 2)
                - (To * To * To - From * From * From) / 6 + From * From * (To - From) / 2) / Scale + 1 - To;

        private bool IsDiagonal => double.IsNaN(From);

        private double Scale => (To * To - From * From) / 2;

        internal double At(double x) => IsDiagonal ? x
            : x >= To ? 1
            : x <= From ? (To - From) * x / Scale
            : ((To - From) * From + To * (x - From) - (x * x - From * From) / 2) / Scale;
    }
}

namespace MedTrain.Learning.Baselines;

/// <summary>
/// A support vector machine with a linear kernel, C-SVC: the least <c>|w|²/2 + Σ C[i] · max(0, 1 - y[i] f(x[i]))</c>, found as libsvm finds
/// it: sequential minimal optimization with second-order working sets (Fan, Chen and Lin 2005, https://www.jmlr.org/papers/v6/fan05a.html).
/// </summary>
public sealed class LinearSvm
{
    /// <summary>The greatest violation of the optimality conditions that counts as none.</summary>
    private const double Tolerance = 1e-8;

    private const double SmallestCurvature = 1e-12;
    private const double Rounding = 1e-12;
    private const int MostSteps = 10_000_000;

    private readonly GramMatrix gram;
    private readonly double[] sign;
    private readonly double[] limit;
    private readonly double[] alpha;
    private readonly double[] gradient;

    private LinearSvm(GramMatrix gram, IReadOnlyList<double> targets, IReadOnlyList<double> costs)
    {
        this.gram = gram;
        sign = [.. targets.Select(target => target > 0 ? 1.0 : -1.0)];
        limit = [.. costs];
        alpha = new double[gram.Count];
        gradient = [.. Enumerable.Repeat(-1.0, gram.Count)];
    }

    /// <summary>Fits a machine. An output above 0 means the class with target 1.</summary>
    public static DualFit Fit(GramMatrix gram, IReadOnlyList<double> targets, IReadOnlyList<double> costs)
    {
        var machine = new LinearSvm(gram, targets, costs);
        for (var step = 0; step < MostSteps && machine.WorkingSet() is var (first, second); step++)
        {
            machine.Update(first, second);
        }

        return new DualFit([.. machine.alpha.Select((value, i) => value * machine.sign[i])], -machine.Offset());
    }

    /// <summary>Whether the multiplier can still move so that the case's output falls (for positive cases: grow).</summary>
    private bool CanRise(int i) => sign[i] > 0 ? alpha[i] < limit[i] : alpha[i] > 0;

    private bool CanFall(int i) => sign[i] > 0 ? alpha[i] > 0 : alpha[i] < limit[i];

    /// <summary>The two multipliers to move next; null at the optimum.</summary>
    private (int First, int Second)? WorkingSet()
    {
        var (first, most) = (-1, double.NegativeInfinity);
        for (var i = 0; i < gram.Count; i++)
        {
            if (CanRise(i) && -sign[i] * gradient[i] >= most) { (first, most) = (i, -sign[i] * gradient[i]); }
        }

        if (first < 0) { return null; }

        var (second, least, greatest) = (-1, double.PositiveInfinity, double.NegativeInfinity);
        var row = gram.Row(first);
        for (var j = 0; j < gram.Count; j++)
        {
            if (!CanFall(j)) { continue; }

            var own = sign[j] * gradient[j];
            greatest = Math.Max(greatest, own);
            var difference = most + own;
            if (difference <= 0) { continue; }

            var gain = -difference * difference / Curvature(row[first], gram[j, j], row[j]);
            if (gain <= least) { (second, least) = (j, gain); }
        }

        return most + greatest < Tolerance || second < 0 ? null : (first, second);
    }

    private static double Curvature(double first, double second, double both) =>
        first + second - (2 * both) is > 0 and var curvature ? curvature : SmallestCurvature;

    /// <summary>Moves two multipliers to the least of the objective along the line on which Σ sign · alpha stays.</summary>
    private void Update(int i, int j)
    {
        var curvature = Curvature(gram[i, i], gram[j, j], gram[i, j]);
        var (oldFirst, oldSecond) = (alpha[i], alpha[j]);
        // Along the line alpha[i] grows by sign[i] · step and alpha[j] falls by sign[j] · step.
        var step = ((-sign[i] * gradient[i]) + (sign[j] * gradient[j])) / curvature;
        step = Math.Min(step, sign[i] > 0 ? limit[i] - alpha[i] : alpha[i]);
        step = Math.Min(step, sign[j] > 0 ? alpha[j] : limit[j] - alpha[j]);
        alpha[i] = Within(alpha[i] + (sign[i] * step), limit[i]);
        alpha[j] = Within(alpha[j] - (sign[j] * step), limit[j]);
        var rowFirst = gram.Row(i);
        var rowSecond = gram.Row(j);
        var (first, second) = (sign[i] * (alpha[i] - oldFirst), sign[j] * (alpha[j] - oldSecond));
        for (var k = 0; k < gram.Count; k++)
        {
            gradient[k] += sign[k] * ((first * rowFirst[k]) + (second * rowSecond[k]));
        }
    }

    // A multiplier that rounding leaves a hair off its bound would be moved again and again.
    private static double Within(double value, double most) =>
        value <= most * Rounding ? 0 : value >= most * (1 - Rounding) ? most : value;

    /// <summary>The mean over the free multipliers; without any, the middle of what is allowed.</summary>
    private double Offset()
    {
        var (upper, lower, sum, free) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0);
        for (var i = 0; i < gram.Count; i++)
        {
            var own = sign[i] * gradient[i];
            if (alpha[i] > 0 && alpha[i] < limit[i]) { (sum, free) = (sum + own, free + 1); }
            else if (CanRise(i)) { upper = Math.Min(upper, own); }
            else { lower = Math.Max(lower, own); }
        }

        return free > 0 ? sum / free : double.IsInfinity(upper) ? lower : double.IsInfinity(lower) ? upper : (upper + lower) / 2;
    }
}

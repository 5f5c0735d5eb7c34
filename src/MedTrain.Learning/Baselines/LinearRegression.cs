using static TorchSharp.torch;

namespace MedTrain.Learning.Baselines;

/// <summary>
/// Linear models with a squared penalty on the weights and none on the bias. Fitted by their cases, so that images with many more voxels
/// than there are cases cost nothing more.
/// </summary>
public static class LinearRegression
{
    private const int MostIterations = 100;
    private const double Tolerance = 1e-11;
    private const double LeastVariance = 1e-15;

    /// <summary>Ridge regression: the least <c>|w|²/2 + Σ C[i] · (y[i] - f(x[i]))²/2</c>; with one C for all, alpha = 1 / C.</summary>
    public static DualFit FitQuantity(GramMatrix gram, IReadOnlyList<double> targets, IReadOnlyList<double> costs) => Solve(gram, targets, costs);

    /// <summary>
    /// Logistic regression: the least <c>|w|²/2 + Σ C[i] · log(1 + exp(-y[i] f(x[i])))</c>, by Newton's method with step halving. Outputs are
    /// logits of the class with target 1.
    /// </summary>
    public static DualFit FitClass(GramMatrix gram, IReadOnlyList<double> targets, IReadOnlyList<double> costs)
    {
        int[] all = [.. Enumerable.Range(0, gram.Count)];
        var fit = new DualFit(new double[gram.Count], 0);
        var outputs = new double[gram.Count];
        var objective = Objective(fit, outputs, targets, costs);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var likely = outputs.Select(Sigmoid).ToArray();
            var variance = likely.Select(p => Math.Max(p * (1 - p), LeastVariance)).ToArray();
            double[] working = [.. outputs.Select((output, i) => output + ((targets[i] - likely[i]) / variance[i]))];
            var next = Solve(gram, working, [.. variance.Select((value, i) => value * costs[i])]);
            var nextOutputs = gram.Outputs(next, all, all);
            var (share, before) = (1.0, objective);
            for (; share > 1e-10; share /= 2)
            {
                var tried = Between(fit, next, share);
                double[] triedOutputs = [.. outputs.Zip(nextOutputs, (old, fresh) => old + (share * (fresh - old)))];
                var value = Objective(tried, triedOutputs, targets, costs);
                if (value <= before)
                {
                    (fit, outputs, objective) = (tried, triedOutputs, value);
                    break;
                }
            }

            if (share <= 1e-10 || before - objective <= Tolerance * Tolerance * Math.Max(1, Math.Abs(before))) { break; }
        }

        return fit;
    }

    /// <summary>
    /// Weighted ridge regression: with S the square roots of the weights, <c>a = S (1 + S K S)⁻¹ S (z - b)</c>, and b such that Σ a = 0. The
    /// matrix has no eigenvalue below 1, so Cholesky's method always works.
    /// </summary>
    private static DualFit Solve(GramMatrix gram, IReadOnlyList<double> targets, IReadOnlyList<double> weights)
    {
        using var scope = NewDisposeScope();
        var n = gram.Count;
        var root = tensor(weights.Select(Math.Sqrt).ToArray(), [n, 1], ScalarType.Float64);
        var matrix = tensor(gram.Values, [n, n], ScalarType.Float64) * root * root.transpose(0, 1) + eye(n, dtype: ScalarType.Float64);
        var right = cat([root * tensor(targets.ToArray(), [n, 1], ScalarType.Float64), root], 1); // [n, 2]
        var solved = root * right.cholesky_solve(linalg.cholesky(matrix)); // [n, 2]
        double[] values = [.. solved.transpose(0, 1).contiguous().data<double>()];
        var (ofTargets, ofOnes) = (values[..n], values[n..]);
        var bias = ofTargets.Sum() / ofOnes.Sum();
        return new DualFit([.. ofTargets.Zip(ofOnes, (target, one) => target - (bias * one))], bias);
    }

    private static DualFit Between(DualFit from, DualFit to, double share) => new(
        [.. from.Coefficients.Zip(to.Coefficients, (old, fresh) => old + (share * (fresh - old)))], from.Bias + (share * (to.Bias - from.Bias)));

    private static double Objective(DualFit fit, double[] outputs, IReadOnlyList<double> targets, IReadOnlyList<double> costs)
    {
        var size = fit.Coefficients.Zip(outputs, (coefficient, output) => coefficient * (output - fit.Bias)).Sum();
        return (size / 2) + outputs.Select((output, i) => costs[i] * SoftPlus(targets[i] > 0 ? -output : output)).Sum();
    }

    private static double SoftPlus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}

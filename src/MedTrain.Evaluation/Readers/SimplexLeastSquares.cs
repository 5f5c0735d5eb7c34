namespace MedTrain.Evaluation.Readers;

/// <summary>Least squares over weights that are not negative and sum to 1, by an active set.</summary>
internal static class SimplexLeastSquares
{
    /// <summary>The u that makes ½ uᵀ G u - bᵀ u least.</summary>
    /// <param name="gram">G, symmetric and positive definite.</param>
    /// <param name="right">b.</param>
    internal static double[] Solve(double[,] gram, double[] right)
    {
        var size = right.Length;
        var weights = new double[size];
        var start = Enumerable.Range(0, size).MinBy(i => gram[i, i] / 2 - right[i]);
        weights[start] = 1;
        var active = new List<int> { start };
        for (var step = 0; step < 50 * size; step++)
        {
            var (best, multiplier) = OnActive(gram, right, active);
            var share = StepShare(weights, active, best);
            for (var k = 0; k < active.Count; k++)
            {
                weights[active[k]] += share * (best[k] - weights[active[k]]);
            }
            if (share < 1)
            {
                // A weight has reached 0 on the way: it leaves, and the rest is solved again.
                active.RemoveAll(i => weights[i] <= 1e-15);
                Clear(weights, active);
                continue;
            }
            var (entering, gain) = Enumerable.Range(0, size).Except(active)
                .Select(i => (Index: i, Gain: multiplier - Gradient(gram, right, weights, i)))
                .DefaultIfEmpty((Index: -1, Gain: 0))
                .MaxBy(one => one.Gain);
            if (gain <= 1e-13)
            {
                break;
            }
            active.Add(entering);
        }
        return weights;
    }

    private static double Gradient(double[,] gram, double[] right, double[] weights, int i)
    {
        var sum = -right[i];
        for (var j = 0; j < weights.Length; j++)
        {
            sum += gram[i, j] * weights[j];
        }
        return sum;
    }

    private static double StepShare(double[] weights, List<int> active, double[] best)
    {
        var share = 1.0;
        for (var k = 0; k < active.Count; k++)
        {
            if (best[k] < 0)
            {
                share = Math.Min(share, weights[active[k]] / (weights[active[k]] - best[k]));
            }
        }
        return share;
    }

    private static void Clear(double[] weights, List<int> active)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = active.Contains(i) ? weights[i] : 0;
        }
    }

    /// <summary>The minimum over the active weights that only must sum to 1, and the common gradient there.</summary>
    private static (double[] Weights, double Multiplier) OnActive(double[,] gram, double[] right, List<int> active)
    {
        // Solve [G -1; 1 0] (u, multiplier) = (b, 1).
        var n = active.Count;
        var matrix = new double[n + 1, n + 2];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                matrix[i, j] = gram[active[i], active[j]];
            }
            (matrix[i, n], matrix[i, n + 1], matrix[n, i]) = (-1, right[active[i]], 1);
        }
        matrix[n, n + 1] = 1;
        var solution = Eliminate(matrix);
        return (solution[..n], solution[n]);
    }

    /// <summary>Gaussian elimination with row pivots; the last column is the right-hand side.</summary>
    private static double[] Eliminate(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        for (var column = 0; column < n; column++)
        {
            var pivot = Enumerable.Range(column, n - column).MaxBy(row => Math.Abs(matrix[row, column]));
            for (var j = 0; j <= n; j++)
            {
                (matrix[column, j], matrix[pivot, j]) = (matrix[pivot, j], matrix[column, j]);
            }
            for (var row = 0; row < n; row++)
            {
                var factor = row == column ? 0 : matrix[row, column] / matrix[column, column];
                for (var j = column; j <= n && factor != 0; j++)
                {
                    matrix[row, j] -= factor * matrix[column, j];
                }
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => matrix[i, n] / matrix[i, i])];
    }
}

namespace MedTrain.Evaluation.Calibration;

/// <summary>Logistic regression of a yes/no truth (or a soft target) on one number: P = 1 / (1 + exp(-(intercept + slope · x))).</summary>
/// <param name="Intercept">Log odds at x = 0.</param>
/// <param name="Slope">Change of the log odds a unit of x.</param>
internal readonly record struct LogisticLine(double Intercept, double Slope)
{
    /// <summary>Fits by Newton's method with halved steps.</summary>
    /// <param name="x">Finite values.</param>
    /// <param name="target">0 … 1.</param>
    /// <param name="slope">Fixes the slope and fits the intercept only; null = fits both.</param>
    /// <returns>Null when there is no finite maximum: a number of x separates the classes, or x is constant.</returns>
    internal static LogisticLine? Fit(double[] x, double[] target, double? slope = null)
    {
        var line = new LogisticLine(0, slope ?? 0);
        var loss = line.Loss(x, target);
        for (var step = 0; step < 100; step++)
        {
            var (g0, g1, h00, h01, h11) = line.Derivatives(x, target);
            var determinant = slope is null ? h00 * h11 - h01 * h01 : h00;
            if (determinant <= 1e-12 * Math.Max(h00, 1e-12) * Math.Max(slope is null ? h11 : 1, 1e-12))
            {
                return null;
            }
            var (d0, d1) = slope is null ? ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant) : (g0 / h00, 0);
            var next = line;
            for (var scale = 1.0; scale > 1e-6; scale /= 2)
            {
                next = new LogisticLine(line.Intercept - scale * d0, line.Slope - scale * d1);
                // Near the minimum a better step differs by less than the loss is rounded.
                if (next.Loss(x, target) <= loss * (1 + 1e-12))
                {
                    break;
                }
            }
            loss = next.Loss(x, target);
            var moved = Math.Abs(next.Intercept - line.Intercept) + Math.Abs(next.Slope - line.Slope);
            line = next;
            if (moved < 1e-12 * (1 + Math.Abs(line.Intercept) + Math.Abs(line.Slope)))
            {
                return line;
            }
        }
        return null;
    }

    internal double At(double x)
    {
        var z = Intercept + Slope * x;
        return z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));
    }

    /// <summary>Gradient and Hessian of the loss in (intercept, slope).</summary>
    internal (double G0, double G1, double H00, double H01, double H11) Derivatives(double[] x, double[] target)
    {
        double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var p = At(x[i]);
            var (error, weight) = (p - target[i], p * (1 - p));
            g0 += error;
            g1 += error * x[i];
            h00 += weight;
            h01 += weight * x[i];
            h11 += weight * x[i] * x[i];
        }
        return (g0, g1, h00, h01, h11);
    }

    private double Loss(double[] x, double[] target)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var z = Intercept + Slope * x[i];
            sum += (z >= 0 ? Math.Log(1 + Math.Exp(-z)) + z : Math.Log(1 + Math.Exp(z))) - target[i] * z;
        }
        return sum;
    }
}

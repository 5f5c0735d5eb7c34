namespace MedTrain.Evaluation.Calibration;

/// <summary>The minimum of a function with one valley, by golden-section search.</summary>
internal static class GoldenSection
{
    private const double Ratio = 0.6180339887498949;

    /// <summary>The place of the minimum between two ends.</summary>
    internal static double Minimise(Func<double, double> function, double low, double high)
    {
        double a = high - Ratio * (high - low), b = low + Ratio * (high - low);
        double atA = function(a), atB = function(b);
        while (high - low > 1e-10)
        {
            if (atA <= atB)
            {
                (high, b, atB) = (b, a, atA);
                a = high - Ratio * (high - low);
                atA = function(a);
            }
            else
            {
                (low, a, atA) = (a, b, atB);
                b = low + Ratio * (high - low);
                atB = function(b);
            }
        }
        return (low + high) / 2;
    }
}

namespace MedTrain.Evaluation.Figures;

/// <summary>Ends of an axis that fall on round numbers, five equal steps apart.</summary>
internal static class AxisRange
{
    private const int Steps = 5;

    private static readonly double[] Round = [1, 2, 2.5, 4, 5, 8, 10];

    /// <summary>The narrowest such range that holds all values.</summary>
    /// <param name="values">At least one, all finite.</param>
    internal static (double Low, double High) Around(IReadOnlyList<double> values)
    {
        double low = values.Min(), high = values.Max();
        if (high == low)
        {
            return (low - 1, high + 1);
        }
        for (var power = Math.Floor(Math.Log10((high - low) / Steps)); ; power++)
        {
            foreach (var step in Round.Select(one => one * Math.Pow(10, power)))
            {
                var start = Math.Floor(low / step) * step;
                if (start + Steps * step >= high)
                {
                    return (start, start + Steps * step);
                }
            }
        }
    }
}

using System.Globalization;

namespace MedTrain.Learning.Training;

/// <summary>The loss at growing learning rates.</summary>
/// <param name="Points">Rate and mean loss of each step.</param>
public sealed record LearningRateCurve(IReadOnlyList<(double Rate, double Loss)> Points)
{
    private const double Memory = 0.9;
    private const double Flat = 1e-6; // a fall by less of the loss for a rate e times as high is rounding
    private const string Header = "learning_rate,loss";

    /// <summary>The losses as a fading average over the steps, without the bias of its beginning.</summary>
    public double[] Smoothed()
    {
        var (result, average, weight) = (new double[Points.Count], 0.0, 1.0);
        for (var i = 0; i < result.Length; i++)
        {
            average = (Memory * average) + ((1 - Memory) * Points[i].Loss);
            weight *= Memory;
            result[i] = average / (1 - weight);
        }

        return result;
    }

    /// <summary>The rate at which the smoothed loss falls most steeply over the logarithm of the rate; null when it falls nowhere.</summary>
    public double? Steepest()
    {
        var losses = Smoothed();
        var slopes = Enumerable.Range(1, Math.Max(0, losses.Length - 2)).Select(i =>
            (Slope: (losses[i + 1] - losses[i - 1]) / Math.Log(Points[i + 1].Rate / Points[i - 1].Rate), Points[i].Rate)).ToList();
        return slopes.Count > 0 && slopes.MinBy(point => point.Slope) is var best && best.Slope < -Flat * losses.Max(Math.Abs) ? best.Rate : null;
    }

    /// <summary>Two columns with a header.</summary>
    public string ToCsv() => Header + "\n" + string.Concat(Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Rate:R},{point.Loss:R}\n")));

    /// <summary>Reads what <see cref="ToCsv"/> wrote.</summary>
    public static LearningRateCurve FromCsv(IEnumerable<string> lines) => new([.. lines.Skip(1).Select(line => line.Split(','))
        .Select(parts => (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture)))]);
}

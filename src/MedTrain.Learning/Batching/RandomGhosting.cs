using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>
/// Ghosts along one axis, as breathing or pulsation leaves them in MR images: every n-th line of k-space is weakened, its centre is not.
/// </summary>
public sealed record RandomGhosting : OccasionalAugmentation
{
    /// <summary>Largest number of ghosts.</summary>
    [Description("Largest number of ghosts.")]
    [Range(2, 32)]
    public int Ghosts { get; init; } = 8;

    /// <summary>Largest share that the lines lose.</summary>
    [Description("Largest share that the lines lose.")]
    [Range(0.0, 1.0)]
    public double Intensity { get; init; } = 0.5;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var axis = random.NextInt(grid.Dimensions);
        var ghosts = 2 + random.NextInt(Ghosts - 1);
        var intensity = random.NextDouble(0, Intensity);
        if (intensity > 0 && grid[axis] > 1)
        {
            Ghost(sample, grid, axis, ghosts, intensity);
        }
    }

    /// <summary>Multiplies the frequencies ±n, ±2n, … along an axis by 1 − intensity.</summary>
    internal static void Ghost(Span<float> sample, SampleGrid grid, int axis, int ghosts, double intensity)
    {
        var length = grid[axis];
        var weights = new double[length];
        for (var i = 0; i < length; i++)
        {
            var frequency = Math.Min(i, length - i);
            weights[i] = frequency > 0 && frequency % ghosts == 0 ? 1 - intensity : 1;
        }

        AxisFilter.Apply(sample, grid, axis, AxisFilter.OfFrequencies(weights), length / 2, wraps: true);
    }
}

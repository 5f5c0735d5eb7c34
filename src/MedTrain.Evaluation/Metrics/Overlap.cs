namespace MedTrain.Evaluation.Metrics;

/// <summary>Overlap of a segmentation with the truth, in counts of voxels.</summary>
public static class Overlap
{
    /// <summary>Dice coefficient, 2 |A ∩ B| / (|A| + |B|).</summary>
    /// <param name="truth">True mask.</param>
    /// <param name="predicted">Predicted mask, the same voxels in the same order.</param>
    /// <returns>0 … 1, or null when both masks are empty.</returns>
    /// <exception cref="ArgumentException">The masks differ in size.</exception>
    public static double? Dice(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted)
    {
        var (both, one, other) = Count(truth, predicted);
        return one + other == 0 ? null : 2.0 * both / (one + other);
    }

    /// <summary>Intersection over union (Jaccard index), |A ∩ B| / |A ∪ B|.</summary>
    /// <inheritdoc cref="Dice"/>
    public static double? IntersectionOverUnion(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted)
    {
        var (both, one, other) = Count(truth, predicted);
        return one + other == 0 ? null : (double)both / (one + other - both);
    }

    private static (long Both, long One, long Other) Count(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted)
    {
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException($"The true mask has {truth.Length} voxels, the predicted one {predicted.Length}. Bring both to "
                + "one grid first.", nameof(predicted));
        }
        var (both, one, other) = (0L, 0L, 0L);
        for (var i = 0; i < truth.Length; i++)
        {
            both += truth[i] && predicted[i] ? 1 : 0;
            one += truth[i] ? 1 : 0;
            other += predicted[i] ? 1 : 0;
        }
        return (both, one, other);
    }
}

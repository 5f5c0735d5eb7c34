using System.ComponentModel;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Gives the image the distribution of values of a reference image, as <c>skimage.exposure.match_histograms</c>.</summary>
public sealed record HistogramMatch : PreprocessingStep
{
    /// <summary>The reference: a NIfTI file.</summary>
    [Description("NIfTI file whose distribution of values the images get")]
    public required string Reference { get; init; }

    /// <summary>SHA-256 of the file, part of the cache key.</summary>
    public string Content => GivenImage.ContentOf(Reference);

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var (values, shares) = CumulativeShares(GivenImage.Of(Reference).Voxels);
        var (ownValues, ownShares) = CumulativeShares(volume.Voxels);
        var matched = Array.ConvertAll(ownShares, share => (float)PiecewiseLinear.At(share, shares, values));
        return volume.After(
            $"histogram_match: {AxisNumbers.Listed([matched[0], matched[^1]])}",
            Array.ConvertAll(volume.Voxels, value => matched[Array.BinarySearch(ownValues, value)]));
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems() => GivenImage.Problems(Reference, "reference");

    /// <summary>The distinct values in order, and the share of voxels up to each.</summary>
    private static (double[] Values, double[] Shares) CumulativeShares(float[] voxels)
    {
        float[] sorted = [.. voxels];
        Array.Sort(sorted);
        var (values, shares) = (new List<double>(), new List<double>());
        for (var index = 0; index < sorted.Length; index++)
        {
            if (index + 1 == sorted.Length || sorted[index + 1] != sorted[index])
            {
                values.Add(sorted[index]);
                shares.Add((index + 1.0) / sorted.Length);
            }
        }
        return ([.. values], [.. shares]);
    }
}

using System.ComponentModel;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>
/// Replaces an image by the mean of each region of an atlas, in the order of the regions' numbers: the features of linear models such as
/// regional grey matter and a support vector machine. The atlas is laid over the image by place (mm), nearest voxel. What comes out is an
/// image of one row, which lies nowhere.
/// </summary>
public sealed record RegionMeans : PreprocessingStep
{
    private const int MostRegions = 65_535;

    /// <summary>The atlas: a NIfTI file of whole numbers; 0 is no region.</summary>
    [Description("NIfTI file in the place of the images: each voxel holds the number of its region, 0 where there is none")]
    public required string Atlas { get; init; }

    /// <summary>SHA-256 of the file, part of the cache key.</summary>
    public string Content => GivenImage.ContentOf(Atlas);

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var atlas = GivenImage.Of(Atlas);
        var regions = Regions(atlas.Voxels);
        var (sums, counts) = (new double[MostRegions + 1], new int[MostRegions + 1]);
        var numbers = GivenImage.Over(volume.Geometry, atlas);
        for (var index = 0; index < numbers.Length; index++)
        {
            sums[(int)numbers[index]] += volume.Voxels[index];
            counts[(int)numbers[index]]++;
        }
        var missing = regions.Where(region => counts[region] == 0).ToList();
        return missing.Count == 0
            ? volume.After(
                $"region_means: {regions.Count} regions",
                [.. regions.Select(region => (float)(sums[region] / counts[region]))],
                Geometry.Unplaced(new GridSize(regions.Count, 1, 1), Vector3.One))
            : throw new PreprocessingException(
                $"no voxel lies in region {missing[0]} ({missing.Count} of {regions.Count} regions are empty): the image and the atlas are not in the "
                + "same place, or the voxels are larger than the region; register or resample the image first");
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems() => GivenImage.Problems(Atlas, "atlas");

    private List<int> Regions(float[] numbers)
    {
        var found = new bool[MostRegions + 1];
        foreach (var number in numbers)
        {
            if (!(number is >= 0 and <= MostRegions) || number != (int)number)
            {
                throw new PreprocessingException(
                    $"'{Atlas}' holds a voxel of {number}; an atlas holds whole numbers from 0 to {MostRegions}, and probabilities are no regions");
            }
            found[(int)number] = true;
        }
        List<int> regions = [.. Enumerable.Range(1, MostRegions).Where(region => found[region])];
        return regions.Count > 0 ? regions : throw new PreprocessingException($"'{Atlas}' holds no region: all its voxels are 0");
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Spreads the values so that every grey level is about as frequent as every other, as <c>skimage.exposure.equalize_hist</c>; 0 to 1.</summary>
public sealed record HistogramEqualize : PreprocessingStep
{
    /// <summary>Bins of the histogram.</summary>
    [Description("bins of the histogram")]
    [Range(2, 65536)]
    public int Bins { get; init; } = 256;

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var (least, greatest) = (volume.Voxels.Min(), volume.Voxels.Max());
        if (least == greatest)
        {
            throw new PreprocessingException("all voxels are equal; an image without contrast cannot be equalised");
        }
        var width = ((double)greatest - least) / Bins;
        var counts = new double[Bins];
        foreach (var value in volume.Voxels)
        {
            counts[Math.Min(Bins - 1, (int)((value - least) / width))]++;
        }
        var centers = new double[Bins];
        double sum = 0;
        for (var bin = 0; bin < Bins; bin++)
        {
            centers[bin] = least + ((bin + 0.5) * width);
            counts[bin] = sum += counts[bin] / volume.Voxels.Length;
        }
        return volume.After(
            $"histogram_equalize: {AxisNumbers.Listed([least, greatest])} to 0, 1",
            Array.ConvertAll(volume.Voxels, value => (float)PiecewiseLinear.At(value, centers, counts)));
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Cuts the smallest box that holds every voxel above a threshold. Images then differ in size: follow it by resize or crop_or_pad.</summary>
public sealed record CropForeground : PreprocessingStep
{
    /// <summary>Voxels above this value are foreground.</summary>
    [Description("voxels above this value are foreground")]
    public double Threshold { get; init; }

    /// <summary>Voxels to keep around the foreground, as far as the image reaches.</summary>
    [Description("voxels to keep around the foreground, as far as the image reaches")]
    [Range(0, 1000)]
    public int Margin { get; init; }

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var size = volume.Size;
        int[] lowest = [int.MaxValue, int.MaxValue, int.MaxValue];
        int[] highest = [-1, -1, -1];
        for (var index = 0; index < volume.Voxels.Length; index++)
        {
            if (volume.Voxels[index] > Threshold)
            {
                Extend(lowest, highest, 0, index % size.X);
                Extend(lowest, highest, 1, index / size.X % size.Y);
                Extend(lowest, highest, 2, index / size.X / size.Y);
            }
        }
        if (highest[0] < 0)
        {
            throw new PreprocessingException($"no voxel is above the threshold {AxisNumbers.Listed([Threshold])}, so there is no foreground");
        }
        for (var axis = 0; axis < 3; axis++)
        {
            lowest[axis] = Math.Max(0, lowest[axis] - Margin);
            highest[axis] = Math.Min(size[axis] - 1, highest[axis] + Margin);
        }
        var box = new GridSize(highest[0] - lowest[0] + 1, highest[1] - lowest[1] + 1, highest[2] - lowest[2] + 1);
        return GridRegion.Cut(volume, (lowest[0], lowest[1], lowest[2]), box, fill: 0, $"crop_foreground: {box}");
    }

    private static void Extend(int[] lowest, int[] highest, int axis, int position)
    {
        lowest[axis] = Math.Min(lowest[axis], position);
        highest[axis] = Math.Max(highest[axis], position);
    }
}

using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Cuts a box out of an image; where the box reaches beyond it, a fill value stands.</summary>
internal static class GridRegion
{
    /// <summary>Cuts.</summary>
    /// <param name="volume">The image.</param>
    /// <param name="first">The box's first voxel, in voxels of the image; may be negative.</param>
    /// <param name="size">Voxels of the box.</param>
    /// <param name="fill">Value outside the image.</param>
    /// <param name="step">Name of the step, for the image's record.</param>
    /// <returns>The box.</returns>
    public static Volume Cut(Volume volume, (int X, int Y, int Z) first, GridSize size, float fill, string step)
    {
        AxisNumbers.RequireRoom(size);
        var old = volume.Size;
        var voxels = new float[size.Count];
        Array.Fill(voxels, fill);
        var fromX = Math.Max(0, -first.X);
        var width = Math.Min(size.X, old.X - first.X) - fromX;
        for (var z = Math.Max(0, -first.Z); width > 0 && z < Math.Min(size.Z, old.Z - first.Z); z++)
        {
            for (var y = Math.Max(0, -first.Y); y < Math.Min(size.Y, old.Y - first.Y); y++)
            {
                var from = ((((z + first.Z) * old.Y) + y + first.Y) * old.X) + first.X + fromX;
                volume.Voxels.AsSpan(from, width).CopyTo(voxels.AsSpan((((z * size.Y) + y) * size.X) + fromX));
            }
        }
        var geometry = volume.Geometry with { Size = size, OriginMm = volume.Geometry.ToWorld(new Vector3(first.X, first.Y, first.Z)) };
        return volume.After(step, voxels, geometry);
    }
}

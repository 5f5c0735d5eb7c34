using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>
/// Contrast-limited adaptive histogram equalisation of 2D images (Zuiderveld, Graphics Gems IV, 1994): each tile has its own grey scale,
/// whose slope is limited; between the tiles' middles the scales are interpolated. Values become 0 to 1.
/// </summary>
public sealed record Clahe : PreprocessingStep
{
    private const int Bins = 256;

    /// <summary>Tiles along each axis.</summary>
    [Description("tiles along each axis")]
    [Range(1, 64)]
    public int Tiles { get; init; } = 8;

    /// <summary>Limit of the contrast.</summary>
    [Description("largest share of a tile's pixels in one of its 256 grey levels; 1 sets no limit")]
    [Range(0.004, 1.0)]
    public double ClipLimit { get; init; } = 0.01;

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var size = volume.Size;
        if (!size.IsPlane)
        {
            throw new PreprocessingException($"this is a volume ({size}); clahe is for 2D images");
        }
        if (size.X < Tiles || size.Y < Tiles)
        {
            throw new PreprocessingException($"the image ({size}) has fewer pixels along an axis than {Tiles} tiles");
        }
        var (least, greatest) = (volume.Voxels.Min(), volume.Voxels.Max());
        if (least == greatest)
        {
            throw new PreprocessingException("all pixels are equal; an image without contrast cannot be equalised");
        }
        var levels = Array.ConvertAll(volume.Voxels, value => (byte)Math.Min(Bins - 1, (int)((value - least) / (greatest - least) * Bins)));
        var scales = Scales(levels, size);
        var voxels = new float[levels.Length];
        for (var index = 0; index < voxels.Length; index++)
        {
            voxels[index] = (float)Between(scales, size, index % size.X, index / size.X, levels[index]);
        }
        return volume.After($"clahe: {Tiles}x{Tiles} tiles, limit {AxisNumbers.Listed([ClipLimit])}", voxels);
    }

    /// <summary>For each tile (row by row), the value that each level becomes.</summary>
    private double[][] Scales(byte[] levels, GridSize size)
    {
        var scales = new double[Tiles * Tiles][];
        for (var tile = 0; tile < scales.Length; tile++)
        {
            var (column, row) = (tile % Tiles, tile / Tiles);
            var counts = new double[Bins];
            for (var y = row * size.Y / Tiles; y < (row + 1) * size.Y / Tiles; y++)
            {
                for (var x = column * size.X / Tiles; x < (column + 1) * size.X / Tiles; x++)
                {
                    counts[levels[(y * size.X) + x]]++;
                }
            }
            scales[tile] = ScaleOf(counts);
        }
        return scales;
    }

    /// <summary>What exceeds the limit is spread over all levels; then the share of pixels below the middle of each level.</summary>
    private double[] ScaleOf(double[] counts)
    {
        var pixels = counts.Sum();
        var limit = Math.Max(1, ClipLimit * pixels);
        var excess = counts.Sum(count => Math.Max(0, count - limit));
        var scale = new double[Bins];
        double sum = 0;
        for (var level = 0; level < Bins; level++)
        {
            var count = Math.Min(counts[level], limit) + (excess / Bins);
            scale[level] = (sum + (count / 2)) / pixels;
            sum += count;
        }
        return scale;
    }

    private double Between(double[][] scales, GridSize size, int x, int y, byte level)
    {
        var (left, alongX) = Place(x, size.X);
        var (top, alongY) = Place(y, size.Y);
        double Row(int row)
        {
            var first = scales[(row * Tiles) + left][level];
            return first + (alongX * (scales[(row * Tiles) + Math.Min(left + 1, Tiles - 1)][level] - first));
        }
        var upper = Row(top);
        return upper + (alongY * (Row(Math.Min(top + 1, Tiles - 1)) - upper));
    }

    private (int Tile, double Along) Place(int position, int length)
    {
        var place = Math.Clamp(((position + 0.5) * Tiles / length) - 0.5, 0, Tiles - 1);
        return ((int)place, place - (int)place);
    }
}

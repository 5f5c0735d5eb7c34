using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Inference;

/// <summary>Makes the views of images that a <see cref="TestTimeConfig"/> asks for.</summary>
internal static class TestTimeViews
{
    /// <summary>The views, each of the images' own shape; the images themselves without a config.</summary>
    /// <param name="images">[N, C, (D,) H, W].</param>
    /// <param name="config">Which views; null for the images alone.</param>
    public static IReadOnlyList<Tensor> Of(Tensor images, TestTimeConfig? config)
    {
        if (config is null) { return [images]; }

        var views = config.Crops is { } share ? Crops(images, share) : [images];
        foreach (var axis in config.Flip.Distinct().Select(axis => images.dim() - 1 - (int)axis).Where(axis => axis >= 2))
        {
            views = [.. views, .. views.Select(view => view.flip(axis))];
        }

        return views;
    }

    /// <summary>The crops at all corners and in the middle, enlarged.</summary>
    private static List<Tensor> Crops(Tensor images, double share)
    {
        long[] sides = images.shape[2..];
        var lengths = Array.ConvertAll(sides, side => Math.Max(1, (long)Math.Round(side * share)));
        var crops = new List<Tensor>();
        for (var corner = 0; corner < 1 << sides.Length; corner++)
        {
            crops.Add(Crop(images, lengths, axis => ((corner >> axis) & 1) == 0 ? 0 : sides[axis] - lengths[axis]));
        }

        crops.Add(Crop(images, lengths, axis => (sides[axis] - lengths[axis]) / 2));
        var mode = sides.Length == 3 ? InterpolationMode.Trilinear : InterpolationMode.Bilinear;
        return crops.ConvertAll(crop => functional.interpolate(crop, sides, mode: mode, align_corners: false));
    }

    private static Tensor Crop(Tensor images, long[] lengths, Func<int, long> start)
    {
        for (var axis = 0; axis < lengths.Length; axis++)
        {
            images = images.narrow(axis + 2, start(axis), lengths[axis]);
        }

        return images;
    }
}

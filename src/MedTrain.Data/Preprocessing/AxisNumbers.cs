using System.Globalization;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Lists in x, y(, z) order as experiment files give them: two numbers for 2D images, three for volumes.</summary>
internal static class AxisNumbers
{
    /// <summary>What is wrong with a list of sizes.</summary>
    /// <returns>Nothing, or one problem.</returns>
    public static IEnumerable<(string Key, string Message)> ProblemsOfSize(IReadOnlyList<int> size)
    {
        if (size.Count is not (2 or 3) || size.Any(count => count < 1))
        {
            yield return ("size", $"is [{string.Join(", ", size)}]; give [x, y] for 2D images or [x, y, z] for volumes, each at least 1");
        }
    }

    /// <summary>What is wrong with a list of spacings.</summary>
    /// <returns>Nothing, or one problem.</returns>
    public static IEnumerable<(string Key, string Message)> ProblemsOfSpacing(IReadOnlyList<double> spacingMm)
    {
        if (spacingMm.Count is not (2 or 3) || spacingMm.Any(length => !(length > 0) || !double.IsFinite(length)))
        {
            yield return ("spacing_mm", $"is [{Listed(spacingMm)}]; give [x, y] for 2D images or [x, y, z] for volumes, each above 0 mm");
        }
    }

    /// <summary>The size for one image.</summary>
    /// <exception cref="PreprocessingException">Two numbers for a volume, or three for a 2D image.</exception>
    public static GridSize SizeFor(GridSize image, IReadOnlyList<int> size)
    {
        RequireDimensions(image, size.Count, "size");
        return new GridSize(size[0], size[1], size.Count == 3 ? size[2] : 1);
    }

    /// <summary>The spacing for one image; a 2D image keeps its own along z.</summary>
    /// <exception cref="PreprocessingException">Two numbers for a volume, or three for a 2D image.</exception>
    public static Vector3 SpacingFor(Geometry image, IReadOnlyList<double> spacingMm)
    {
        RequireDimensions(image.Size, spacingMm.Count, "spacing_mm");
        return new Vector3(spacingMm[0], spacingMm[1], spacingMm.Count == 3 ? spacingMm[2] : image.SpacingMm.Z);
    }

    /// <summary>Makes sure that a step's result is an image that can be kept.</summary>
    /// <exception cref="PreprocessingException">It has more voxels than an image that is read may have.</exception>
    public static void RequireRoom(GridSize size)
    {
        if ((double)size.X * size.Y * size.Z > ReadOptions.Default.MaxVoxels)
        {
            throw new PreprocessingException(string.Create(
                CultureInfo.InvariantCulture,
                $"the result would be {size}, more than {ReadOptions.Default.MaxVoxels:#,0} voxels; give a larger spacing or a smaller size"));
        }
    }

    /// <summary>Numbers as text.</summary>
    public static string Listed(IEnumerable<double> numbers) => string.Join(", ", numbers.Select(number => number.ToString("0.####", CultureInfo.InvariantCulture)));

    private static void RequireDimensions(GridSize image, int count, string key)
    {
        var needed = image.IsPlane ? 2 : 3;
        if (count != needed)
        {
            var what = image.IsPlane ? "a 2D image" : $"a volume of {image.Z} slices";
            throw new PreprocessingException($"this is {what} ({image}), so {key} needs {needed} numbers, not {count}");
        }
    }
}

using System.Runtime.InteropServices;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Imaging.Raster;

/// <summary>What ITK does with volumes in memory. Native: use it in a worker process only.</summary>
internal static unsafe class ItkVolumes
{
    private const int ErrorSize = 512;

    /// <summary>Divides an estimate of the bias field out.</summary>
    /// <returns>The corrected voxels.</returns>
    /// <exception cref="PreprocessingException">No field can be estimated.</exception>
    public static float[] CorrectBias(Volume volume, CorrectBias step)
    {
        float[] voxels = [.. volume.Voxels];
        var error = stackalloc byte[ErrorSize];
        fixed (float* values = voxels)
        fixed (long* size = SizeOf(volume.Geometry))
        fixed (double* place = PlaceOf(volume.Geometry))
        {
            Check(
                ItkNative.CorrectBias(
                    values, size, place, step.Inside == "otsu" ? 1 : 0, step.Shrink, step.Levels, step.Iterations, step.ControlDistanceMm,
                    error, ErrorSize),
                error);
        }
        return voxels;
    }

    /// <summary>Registers an image to a template.</summary>
    /// <returns>The image's voxels on the template's grid, and the map from template to image (3 rows of 4, LPS mm).</returns>
    /// <exception cref="PreprocessingException">No likely position was found.</exception>
    public static (float[] Voxels, double[] Map) Register(Volume template, Volume image, Register step)
    {
        var (voxels, map) = (new float[template.Size.Count], new double[12]);
        var error = stackalloc byte[ErrorSize];
        fixed (float* fixedValues = template.Voxels, movingValues = image.Voxels, target = voxels)
        fixed (long* fixedSize = SizeOf(template.Geometry), movingSize = SizeOf(image.Geometry))
        fixed (double* fixedPlace = PlaceOf(template.Geometry), movingPlace = PlaceOf(image.Geometry), found = map)
        {
            Check(
                ItkNative.Register(
                    fixedValues, fixedSize, fixedPlace, movingValues, movingSize, movingPlace, step.Transform == "affine" ? 1 : 0,
                    step.Sampling, step.Iterations, target, found, error, ErrorSize),
                error);
        }
        return (voxels, map);
    }

    private static void Check(int result, byte* error)
    {
        if (result != 0)
        {
            throw new PreprocessingException(Marshal.PtrToStringUTF8((nint)error) ?? "");
        }
    }

    private static long[] SizeOf(Geometry geometry) => [geometry.Size.X, geometry.Size.Y, geometry.Size.Z];

    /// <summary>Spacing, origin, and the unit vector of each axis.</summary>
    private static double[] PlaceOf(Geometry geometry)
    {
        Vector3[] vectors =
            [geometry.SpacingMm, geometry.OriginMm, geometry.Direction.ColumnX, geometry.Direction.ColumnY, geometry.Direction.ColumnZ];
        return [.. vectors.SelectMany(vector => new[] { vector.X, vector.Y, vector.Z })];
    }
}

using System.Security.Cryptography;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Nifti;

namespace MedTrain.Data.Preprocessing;

/// <summary>NIfTI images that steps name by path: read once, known by their content.</summary>
internal static class GivenImage
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<Volume>> Read = new(StringComparer.Ordinal);

    /// <summary>The image.</summary>
    /// <exception cref="PreprocessingException">It cannot be read.</exception>
    public static Volume Of(string path)
    {
        try
        {
            return Read.GetOrAdd(ContentOf(path) + path, _ => new Lazy<Volume>(() => NiftiReader.Read(path, ReadOptions.Default))).Value;
        }
        catch (UnreadableImageException error)
        {
            throw new PreprocessingException(error.Message);
        }
    }

    /// <summary>The given image's values at the places of another one's voxels: the nearest voxel's; 0 beyond it.</summary>
    /// <param name="grid">The other image's grid.</param>
    /// <param name="given">The given image.</param>
    /// <returns>A value for each voxel of the grid.</returns>
    public static float[] Over(Geometry grid, Volume given)
    {
        var toGiven = given.Geometry.VoxelToLps.Inverse().After(grid.VoxelToLps);
        var size = grid.Size;
        var values = new float[size.Count];
        for (var index = 0; index < values.Length; index++)
        {
            var place = toGiven.Apply(new Vector3(index % size.X, index / size.X % size.Y, index / size.X / size.Y));
            var (x, y, z) = (Nearest(place.X), Nearest(place.Y), Nearest(place.Z));
            if (x >= 0 && y >= 0 && z >= 0 && x < given.Size.X && y < given.Size.Y && z < given.Size.Z)
            {
                values[index] = given[x, y, z];
            }
        }
        return values;
    }

    /// <summary>SHA-256 of the file; empty when there is none.</summary>
    public static string ContentOf(string path) => File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : "";

    /// <summary>What is wrong with a path.</summary>
    public static IEnumerable<(string Key, string Message)> Problems(string path, string key)
    {
        if (!File.Exists(path))
        {
            yield return (key, $"is '{path}', which is no file; give a NIfTI image");
        }
        else if (!path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase))
        {
            yield return (key, $"is '{path}'; give a NIfTI image (.nii or .nii.gz)");
        }
    }

    private static int Nearest(double place) => (int)Math.Floor(place + 0.5);
}

using System.Globalization;

namespace MedTrain.Data.Imaging;

/// <summary>
/// Where an image lies: a file or folder, or one of many images in a NumPy file, written <c>FILE.npy#17</c> or
/// <c>FILE.npz#train_images/17</c> (elements of the first axis, from 0; <c>FILE.npz#volume</c> for a whole array).
/// </summary>
/// <param name="File">The file or folder.</param>
/// <param name="Array">Name of the array in an archive, or null.</param>
/// <param name="Index">Number along the array's first axis, or null for the whole array.</param>
public sealed record ImageAddress(string File, string? Array, long? Index)
{
    /// <summary>Takes a path apart. A path that exists as it stands is a plain file, whatever characters its name holds.</summary>
    /// <param name="path">A path, perhaps with <c>#array/index</c> behind it.</param>
    public static ImageAddress Parse(string path)
    {
        int hash = path.LastIndexOf('#');
        if (hash < 0 || System.IO.File.Exists(path) || Directory.Exists(path))
        {
            return new ImageAddress(path, null, null);
        }
        string file = path[..hash], entry = path[(hash + 1)..];
        bool isArchive = file.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
        if (!isArchive && !file.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            return new ImageAddress(path, null, null);
        }
        int slash = entry.LastIndexOf('/');
        string number = isArchive ? entry[(slash + 1)..] : entry;
        bool isNumber = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long index);
        if (!isNumber || (isArchive && slash <= 0))
        {
            return isArchive && entry.Length > 0 ? new ImageAddress(file, entry, null) : new ImageAddress(path, null, null);
        }
        return new ImageAddress(file, isArchive ? entry[..slash] : null, index);
    }

    /// <summary>Whether the file or folder is there.</summary>
    public static bool Exists(string path) => Parse(path) is { File: string file } && (System.IO.File.Exists(file) || Directory.Exists(file));
}

using System.Security.Cryptography;

namespace MedTrain.Data.Cache;

/// <summary>Hashes the content of an image: of its file, of a series folder's files, or of a header with its separate voxel file.</summary>
/// <param name="memo">Hashes of files that have not changed since they were hashed.</param>
internal sealed class ContentHash(HashMemo memo)
{
    /// <summary>SHA-256 of the image's content; file names do not matter.</summary>
    /// <param name="path">File, or folder of one DICOM series.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public ContentKey Of(string path)
    {
        string[] files = Directory.Exists(path)
            ? Directory.GetFiles(path, "*", SearchOption.AllDirectories)
            : [path, .. CompanionsOf(path)];
        if (files.Length == 1)
        {
            return OfFile(files[0]);
        }
        var hashes = files.Select(OfFile).Select(key => key.ToArray()).OrderBy(Convert.ToHexString, StringComparer.Ordinal);
        return ContentKey.From(SHA256.HashData(hashes.SelectMany(bytes => bytes).ToArray()));
    }

    /// <summary>Formats whose header and voxels are separate files of one stem.</summary>
    private static IEnumerable<string> CompanionsOf(string path)
    {
        string[] endings = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".HDR" => [".img", ".img.gz"],
            ".IMG" => [".hdr", ".hdr.gz"],
            ".MHD" => [".raw", ".zraw"],
            _ => [],
        };
        return endings.Select(ending => Path.ChangeExtension(path, ending)).Where(File.Exists);
    }

    private ContentKey OfFile(string path)
    {
        var info = new FileInfo(path);
        if (memo.Find(info) is { } known)
        {
            return known;
        }
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 17, FileOptions.SequentialScan);
        var key = ContentKey.From(SHA256.HashData(stream));
        memo.Add(info, key);
        return key;
    }
}

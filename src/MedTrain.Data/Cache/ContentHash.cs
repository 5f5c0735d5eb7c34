using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Numpy;

namespace MedTrain.Data.Cache;

/// <summary>Hashes the content of an image: of its file, of a series folder's files, or of a header with its separate voxel file.</summary>
/// <param name="memo">Hashes of files that have not changed since they were hashed.</param>
internal sealed class ContentHash(HashMemo memo)
{
    private const int BytesAtOnce = 1 << 17;

    /// <summary>SHA-256 of the image's content; file names do not matter.</summary>
    /// <param name="path">File, or folder of one DICOM series.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public ContentKey Of(string path)
    {
        if (ImageAddress.Parse(path) is { Array: not null } or { Index: not null })
        {
            return OfElement(ImageAddress.Parse(path));
        }
        string[] files = Directory.Exists(path)
            ? Directory.GetFiles(path, "*", SearchOption.AllDirectories)
            : [ImageAddress.Parse(path).File, .. VoxelFilesOf(path)];
        if (files.Length == 1)
        {
            return OfFile(files[0]);
        }
        var hashes = files.Select(OfFile).Select(key => key.ToArray()).OrderBy(Convert.ToHexString, StringComparer.Ordinal);
        return ContentKey.From(SHA256.HashData(hashes.SelectMany(bytes => bytes).ToArray()));
    }

    /// <summary>Of one image among many in a file: its own values and shape.</summary>
    private static ContentKey OfElement(ImageAddress address)
    {
        try
        {
            var (bytes, shape) = NumpyElements.Read(address, out var header);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes($"{header.Type.Name} {string.Join('x', shape)}\n"));
            hash.AppendData(bytes);
            return ContentKey.From(hash.GetHashAndReset());
        }
        catch (Exception error) when (error is InvalidDataException or OverflowException)
        {
            throw new IOException(error.Message, error);
        }
    }

    /// <summary>The other files of an image whose header and voxels are separate: an Analyze-style pair, or what a text header names.</summary>
    private static IEnumerable<string> VoxelFilesOf(string path)
    {
        var extension = Path.GetExtension(path).ToUpperInvariant();
        var files = extension switch
        {
            ".HDR" => [Path.ChangeExtension(path, ".img"), Path.ChangeExtension(path, ".img.gz")],
            ".IMG" => [Path.ChangeExtension(path, ".hdr"), Path.ChangeExtension(path, ".hdr.gz")],
            ".MHD" or ".NHDR" => NamedFiles(path),
            _ => Array.Empty<string>(),
        };
        return files.Where(File.Exists);
    }

    /// <summary>Every value in a text header that is the name of a file beside it.</summary>
    private static IEnumerable<string> NamedFiles(string header) => File.ReadLines(header)
        .Select(line => line.Split(['=', ':'], 2))
        .Where(parts => parts.Length == 2)
        .Select(parts => Path.Combine(Path.GetDirectoryName(header)!, parts[1].Trim()));

    private ContentKey OfFile(string path)
    {
        var info = new FileInfo(path);
        if (memo.Find(info) is { } known)
        {
            return known;
        }
        var key = ContentKey.From(HashOf(path));
        memo.Add(info, key);
        return key;
    }

    private static byte[] HashOf(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BytesAtOnce); // for small files a buffer of its own would cost more than the hash
        try
        {
            long offset = 0;
            for (int read; (read = RandomAccess.Read(file, buffer, offset)) > 0; offset += read)
            {
                hash.AppendData(buffer, 0, read);
            }
            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

using System.IO.Compression;

namespace MedTrain.Data.Imaging.Numpy;

/// <summary>
/// Arrays of numbers in a <c>.npy</c> file or a <c>.npz</c> archive. Sizes that a header claims are held against the file's own size
/// before memory is taken; Python objects are refused.
/// </summary>
internal sealed class NumpyFile
{
    private const string Suffix = ".npy";

    /// <summary>Deflate cannot expand more than this.</summary>
    private const double MaxDeflateRatio = 1032;

    private readonly string path;

    private NumpyFile(string path, bool isArchive) => (this.path, IsArchive) = (path, isArchive);

    /// <summary>True for <c>.npz</c>.</summary>
    public bool IsArchive { get; }

    /// <summary>Opens a file by its content: an archive begins with a ZIP signature.</summary>
    public static NumpyFile Open(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using FileStream file = File.OpenRead(path);
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return read == 0
            ? throw new EndOfStreamException("the file is empty")
            : new NumpyFile(path, start[..read].StartsWith("PK"u8));
    }

    /// <summary>Names of the arrays; empty for a <c>.npy</c> file, whose one array has none.</summary>
    public IReadOnlyList<string> ArrayNames()
    {
        if (!IsArchive)
        {
            return [];
        }
        using ZipArchive archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Where(e => e.FullName.EndsWith(Suffix, StringComparison.Ordinal)).Select(e => e.FullName[..^Suffix.Length])];
    }

    /// <summary>The header of an array.</summary>
    /// <param name="array">Its name; null in a <c>.npy</c> file.</param>
    public NpyHeader Header(string? array)
    {
        using Opened opened = OpenArray(array);
        return opened.Header;
    }

    /// <summary>Elements of an array in the file's order and this machine's byte order.</summary>
    /// <param name="array">Its name; null in a <c>.npy</c> file.</param>
    /// <param name="first">Number of the first element.</param>
    /// <param name="count">How many; null = all that follow.</param>
    public byte[] Elements(string? array, long first = 0, long? count = null)
    {
        using Opened opened = OpenArray(array);
        NpyType type = opened.Header.Type;
        long wanted = checked((count ?? (opened.Header.Count - first)) * type.BytesPerElement);
        if (wanted > Array.MaxLength)
        {
            throw new InvalidDataException($"its array takes {wanted} bytes; one image may take at most {Array.MaxLength}");
        }
        opened.Skip(checked(first * type.BytesPerElement));
        var bytes = GC.AllocateUninitializedArray<byte>((int)wanted);
        opened.Fill(bytes);
        type.ToMachineOrder(bytes);
        return bytes;
    }

    private Opened OpenArray(string? array)
    {
        if (!IsArchive)
        {
            return array is null ? Opened.File(path) : throw new InvalidDataException($"a .npy file holds one array without a name, not '{array}'");
        }
        ZipArchive archive = ZipFile.OpenRead(path);
        try
        {
            ZipArchiveEntry entry = archive.GetEntry((array ?? OnlyArray(archive)) + Suffix)
                ?? throw new InvalidDataException($"has no array '{array}'; it holds {string.Join(", ", ArrayNames())}");
            return Opened.Entry(archive, entry);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static string OnlyArray(ZipArchive archive)
    {
        string[] names = [.. archive.Entries.Select(e => e.FullName).Where(n => n.EndsWith(Suffix, StringComparison.Ordinal)).Select(n => n[..^Suffix.Length])];
        return names switch
        {
            [string only] => only,
            [] => throw new InvalidDataException("holds no arrays: a NumPy archive has .npy entries"),
            _ => throw new InvalidDataException(
                $"holds several arrays: {string.Join(", ", names)}; name one image as FILE.npz#ARRAY/NUMBER, or index the archive: medtrain index FILE.npz"),
        };
    }

    /// <summary>A stream at the first element of an array whose claimed size has been checked.</summary>
    private sealed class Opened : IDisposable
    {
        private readonly Stream stream;
        private readonly ZipArchive? archive;

        private Opened(Stream stream, ZipArchive? archive, double capacity)
        {
            (this.stream, this.archive) = (stream, archive);
            Header = NpyHeader.Read(stream);
            if (Header.Bytes > capacity)
            {
                throw new EndOfStreamException($"its header claims {Header.Bytes} bytes of elements, more than the file can hold");
            }
        }

        public NpyHeader Header { get; }

        public static Opened File(string path)
        {
            FileStream file = System.IO.File.OpenRead(path);
            return Guard(file, () => new Opened(file, null, file.Length));
        }

        public static Opened Entry(ZipArchive archive, ZipArchiveEntry entry)
        {
            Stream stream = entry.Open();
            return Guard(stream, () => new Opened(stream, archive, Math.Min(entry.Length, (MaxDeflateRatio * entry.CompressedLength) + 1024)));
        }

        public void Skip(long bytes)
        {
            if (stream.CanSeek)
            {
                stream.Seek(bytes, SeekOrigin.Current);
                return;
            }
            var buffer = new byte[1 << 16];
            for (long left = bytes; left > 0;)
            {
                int part = (int)Math.Min(left, buffer.Length);
                Fill(buffer.AsSpan(0, part));
                left -= part;
            }
        }

        public void Fill(Span<byte> buffer)
        {
            if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            {
                throw new EndOfStreamException("the elements end early");
            }
        }

        public void Dispose()
        {
            stream.Dispose();
            archive?.Dispose();
        }

        private static Opened Guard(Stream stream, Func<Opened> open)
        {
            try
            {
                return open();
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
    }
}

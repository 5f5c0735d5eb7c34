using System.Buffers;

namespace MedTrain.Data.Imaging.Nifti;

/// <summary>The one or two files of a NIfTI image and their compression: gives the header and a stream at the first voxel.</summary>
internal sealed class NiftiFile
{
    /// <summary>Deflate cannot expand more than this.</summary>
    private const double MaxGzipRatio = 1032;

    private readonly string dataPath;
    private readonly bool dataIsGzip;
    private long dataOffset;

    private NiftiFile(NiftiHeader header, string dataPath, bool dataIsGzip)
    {
        Header = header;
        this.dataPath = dataPath;
        this.dataIsGzip = dataIsGzip;
    }

    /// <summary>The parsed header.</summary>
    public NiftiHeader Header { get; }

    /// <summary>Finds the header of a .nii, .hdr or .img file.</summary>
    public static NiftiFile Open(string path)
    {
        string headerPath = Sibling(path, ".img", ".hdr") ?? path;
        NiftiHeader header = ReadHeader(headerPath, out bool isGzip);
        if (!header.IsPair)
        {
            return new NiftiFile(header, headerPath, isGzip) { dataOffset = SingleFileOffset(header) };
        }
        string dataPath = Sibling(headerPath, ".hdr", ".img")
            ?? throw new InvalidDataException(
                "is the header of a .hdr/.img pair but its .img file is not beside it (name it .hdr and put the .img there)");
        return new NiftiFile(header, dataPath, IsGzip(dataPath)) { dataOffset = PairOffset(header) };
    }

    /// <summary>A stream at the first voxel, after checking that the file can hold that many bytes.</summary>
    /// <param name="bytes">Bytes of voxels that the header claims.</param>
    public Stream OpenData(long bytes)
    {
        long length = new FileInfo(dataPath).Length;
        bool possible = dataIsGzip ? dataOffset + bytes <= (MaxGzipRatio * length) + 1024 : dataOffset + bytes <= length;
        if (!possible)
        {
            throw new EndOfStreamException(dataIsGzip
                ? $"{bytes} bytes of voxels cannot come from {length} compressed bytes"
                : $"{Math.Max(0, length - dataOffset)} of {bytes} bytes of voxels are there");
        }
        Stream stream = OpenMaybeGzip(dataPath, dataIsGzip);
        Skip(stream, dataOffset);
        return stream;
    }

    /// <summary>Fills the buffer or says that the file is truncated.</summary>
    public static void ReadExactly(Stream stream, Span<byte> buffer)
    {
        int read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (read < buffer.Length)
        {
            throw new EndOfStreamException("the voxels end early");
        }
    }

    /// <summary>Moves on by <paramref name="bytes"/>.</summary>
    public static void Skip(Stream stream, long bytes)
    {
        if (stream.CanSeek)
        {
            stream.Seek(bytes, SeekOrigin.Current);
            return;
        }
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        while (bytes > 0)
        {
            int part = (int)Math.Min(bytes, buffer.Length);
            ReadExactly(stream, buffer.AsSpan(0, part));
            bytes -= part;
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>A reason for a person.</summary>
    public static string DescribeFailure(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file",
        EndOfStreamException => $"truncated: {e.Message}; copy or download it again",
        InvalidDataException when e.Message.Contains("archive entry", StringComparison.Ordinal) =>
            "the gzip data are damaged; copy or download it again",
        _ => e.Message,
    };

    private static NiftiHeader ReadHeader(string path, out bool isGzip)
    {
        isGzip = IsGzip(path);
        if (!isGzip && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException("is named .gz but is not gzip-compressed; download it again or remove .gz from its name");
        }
        var bytes = new byte[NiftiHeader.Size2];
        using Stream stream = OpenMaybeGzip(path, isGzip);
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < NiftiHeader.Size1)
        {
            throw new EndOfStreamException($"{read} bytes are fewer than a NIfTI header");
        }
        return NiftiHeader.Parse(bytes.AsSpan(0, read)) ?? throw new InvalidDataException(
            "not a NIfTI file: its header has neither NIfTI's size nor magic "
                + "(an old Analyze 7.5 file has no orientation; convert it to NIfTI)");
    }

    private static long SingleFileOffset(NiftiHeader header)
    {
        long minimum = (header.Version == 1 ? NiftiHeader.Size1 : NiftiHeader.Size2) + 4;
        return header.VoxOffset switch
        {
            0 => minimum,
            double offset when offset >= minimum && offset <= long.MaxValue / 4 && offset == Math.Floor(offset) => (long)offset,
            _ => throw new InvalidDataException(
                $"vox_offset is {header.VoxOffset}, but voxels cannot start before byte {minimum}; the header is damaged"),
        };
    }

    private static long PairOffset(NiftiHeader header) => header.VoxOffset switch
    {
        double offset when offset >= 0 && offset <= long.MaxValue / 4 && offset == Math.Floor(offset) => (long)offset,
        _ => throw new InvalidDataException($"vox_offset is {header.VoxOffset}; the header is damaged"),
    };

    private static bool IsGzip(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[2];
        int read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        return read == 0 ? throw new EndOfStreamException("the file is empty") : read == 2 && magic.SequenceEqual(CheckedGzipStream.Magic);
    }

    private static Stream OpenMaybeGzip(string path, bool isGzip) => isGzip
        ? new CheckedGzipStream(path)
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);

    /// <summary>The file with another extension beside <paramref name="path"/>, or null when the extension differs or no file is
    /// there.</summary>
    private static string? Sibling(string path, string extension, string wanted)
    {
        string stem = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        if (!stem.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        string other = string.Concat(stem.AsSpan(0, stem.Length - extension.Length), wanted);
        string[] candidates = [other, other + ".gz", other.ToUpperInvariant()];
        return candidates.FirstOrDefault(File.Exists);
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace MedTrain.Data.Imaging.Nifti;

/// <summary>
/// Decompresses a gzip file and, in <see cref="Finish"/>, notices a file whose last bytes are missing, which
/// <see cref="GZipStream"/> accepts: the last four bytes must be the uncompressed length modulo 2³² (RFC 1952).
/// </summary>
internal sealed class CheckedGzipStream : Stream
{
    private readonly string path;
    private readonly GZipStream gzip;
    private long total;

    public CheckedGzipStream(string path)
    {
        this.path = path;
        gzip = new GZipStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16), CompressionMode.Decompress);
    }

    /// <summary>The first two bytes of a gzip member.</summary>
    public static ReadOnlySpan<byte> Magic => [0x1f, 0x8b];

    private static ReadOnlySpan<byte> MemberStart => [0x1f, 0x8b, 8];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => total; set => throw new NotSupportedException(); }

    /// <summary>Decompresses the rest, which checks the CRC, and compares the length with the trailer's.</summary>
    /// <exception cref="EndOfStreamException">The compressed file is cut short.</exception>
    public void Finish()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        while (Read(buffer, 0, buffer.Length) > 0)
        {
        }
        ArrayPool<byte>.Shared.Return(buffer);
        // With several members one after the other (bgzip) the last trailer counts the last member only.
        if (!TrailerAgrees() && File.ReadAllBytes(path).AsSpan(Magic.Length).IndexOf(MemberStart) < 0)
        {
            throw new EndOfStreamException("the end of the gzip data is missing");
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = gzip.Read(buffer);
        total += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool TrailerAgrees()
    {
        Span<byte> length = stackalloc byte[4];
        using FileStream file = File.OpenRead(path);
        file.Seek(-Math.Min(length.Length, file.Length), SeekOrigin.End);
        return file.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) == length.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(length) == (uint)total;
    }

    protected override void Dispose(bool disposing)
    {
        gzip.Dispose();
        base.Dispose(disposing);
    }
}

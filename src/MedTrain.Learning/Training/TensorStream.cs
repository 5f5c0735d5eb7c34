using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>
/// Bytes that lie in tensors: written once from the beginning to the end, or read so. Unlike an array they may be more than 2 GB.
/// </summary>
internal sealed class TensorStream : Stream
{
    private readonly List<Tensor> parts = [];
    private readonly int partBytes;
    private long length;

    /// <summary>An empty stream, to be written.</summary>
    /// <param name="partBytes">Bytes of each tensor but the last.</param>
    public TensorStream(int partBytes = 1 << 26) => this.partBytes = partBytes;

    /// <summary>A stream that reads what another one wrote.</summary>
    /// <param name="parts">Its tensors, in order; they stay the caller's.</param>
    public TensorStream(IEnumerable<Tensor> parts)
    {
        this.parts.AddRange(parts);
        length = this.parts.Sum(part => part.numel());
        partBytes = (int)(this.parts.FirstOrDefault()?.numel() ?? 1);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <summary>What was written, as tensors that are the caller's.</summary>
    public IReadOnlyList<Tensor> Parts => [.. parts.Select((part, index) => part.narrow(0, 0, Math.Min(partBytes, length - ((long)index * partBytes))))];

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (Position == (long)parts.Count * partBytes)
            {
                parts.Add(empty([partBytes], ScalarType.Byte, CPU));
            }

            var room = Room();
            var count = Math.Min(buffer.Length, room.Length);
            buffer[..count].CopyTo(room);
            buffer = buffer[count..];
            length = Position += count;
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (Position == length)
        {
            return 0;
        }

        var rest = Room();
        var count = Math.Min(buffer.Length, rest.Length);
        rest[..count].CopyTo(buffer);
        Position += count;
        return count;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing waits.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    // What is left of the tensor at the position.
    private Span<byte> Room()
    {
        var (part, offset) = Math.DivRem(Position, partBytes);
        return parts[(int)part].bytes[(int)offset..];
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MedTrain.Data.Imaging.Workers;

/// <summary>
/// Framed messages over a pair of streams. A frame is 4 bytes magic, 4 bytes JSON length, 8 bytes payload length (little-endian),
/// the JSON, the payload.
/// </summary>
internal sealed class WorkerChannel(Stream input, Stream output)
{
    private const uint Magic = 0x31574d4d; // "MMW1"
    private const int MaxJsonBytes = 16 << 20;
    private const int ElementsPerWrite = 1 << 18;

    /// <summary>Sends a message and its payload.</summary>
    /// <typeparam name="TMessage">A message record.</typeparam>
    /// <typeparam name="TElement">Payload element; sent as it lies in memory.</typeparam>
    public void Send<TMessage, TElement>(TMessage message, TElement[] payload)
        where TElement : unmanaged
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(message, WorkerJson.Options);
        var frame = new byte[16 + json.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(8), payload.LongLength * Marshal.SizeOf<TElement>());
        json.CopyTo(frame.AsSpan(16));
        output.Write(frame);
        for (int start = 0; start < payload.Length; start += ElementsPerWrite)
        {
            output.Write(MemoryMarshal.AsBytes(payload.AsSpan(start, Math.Min(ElementsPerWrite, payload.Length - start))));
        }
        output.Flush();
    }

    /// <summary>Receives a message; null when the other side has closed the stream between frames.</summary>
    /// <typeparam name="TMessage">A message record.</typeparam>
    /// <param name="payloadBytes">Bytes of payload that follow and must be taken by <see cref="ReceivePayload"/>.</param>
    /// <exception cref="InvalidDataException">What arrived is no frame.</exception>
    /// <exception cref="EndOfStreamException">The other side died within a frame.</exception>
    public TMessage? Receive<TMessage>(out long payloadBytes)
        where TMessage : class
    {
        payloadBytes = 0;
        Span<byte> head = stackalloc byte[16];
        int read = input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read == 0)
        {
            return null;
        }
        int jsonBytes = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        payloadBytes = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        if (read < head.Length || BinaryPrimitives.ReadUInt32LittleEndian(head) != Magic || jsonBytes is < 2 or > MaxJsonBytes
            || payloadBytes < 0)
        {
            throw new InvalidDataException("The other side of the pipe does not speak the worker protocol.");
        }
        var json = new byte[jsonBytes];
        input.ReadExactly(json);
        return JsonSerializer.Deserialize<TMessage>(json, WorkerJson.Options);
    }

    /// <summary>Receives a payload of known size.</summary>
    /// <typeparam name="TElement">Element, as it was sent.</typeparam>
    public void ReceivePayload<TElement>(TElement[] destination)
        where TElement : unmanaged
    {
        for (int start = 0; start < destination.Length; start += ElementsPerWrite)
        {
            input.ReadExactly(MemoryMarshal.AsBytes(destination.AsSpan(start, Math.Min(ElementsPerWrite, destination.Length - start))));
        }
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using MedTrain.Data;
using MedTrain.Learning.Training;

namespace MedTrain.Runs;

/// <summary>
/// A fold's figures as a TensorBoard event file: TFRecords (length, checksum, data, checksum; https://www.tensorflow.org/tutorials/load_data/tfrecord)
/// of Event messages with one simple value each. Epochs are the steps.
/// </summary>
/// <param name="path">The file; TensorBoard looks for <c>tfevents</c> in its name.</param>
internal sealed class EventFile(string path)
{
    private const int WallTimeField = 1, StepField = 2, VersionField = 3, SummaryField = 5;
    private const int ValueField = 1, TagField = 1, NumberField = 2;
    private int written = -1;

    /// <summary>Brings the file up to date: written anew the first time, so that nothing is there twice after a resume, then added to.</summary>
    public void Write(IReadOnlyList<EpochResult> epochs)
    {
        if (written < 0)
        {
            AtomicFile.Write(path, stream =>
            {
                Record(stream, Message(WallTime(epochs.Count > 0 ? epochs[0].Finished : 0), Text(VersionField, "brain.Event:2")));
                foreach (var epoch in epochs) { Add(stream, epoch); }
            });
        }
        else
        {
            using var stream = new FileStream(path, FileMode.Append, FileAccess.Write);
            foreach (var epoch in epochs.Skip(written)) { Add(stream, epoch); }
        }

        written = epochs.Count;
    }

    /// <summary>The checksum of the format: CRC-32C, rotated and shifted so that checksums of checksums stay good.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data) { crc = BitOperations.Crc32C(crc, value); }

        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }

    private static void Add(Stream stream, EpochResult epoch)
    {
        foreach (var (name, value) in MetricsLog.Figures(epoch).Where(figure => figure.Value is not null))
        {
            var number = Message([.. Tag(NumberField, 5), .. BitConverter.GetBytes((float)value!.Value)]);
            var entry = Bytes(ValueField, Message(Text(TagField, name), number));
            Record(stream, Message(WallTime(epoch.Finished), [.. Tag(StepField, 0), .. Number((ulong)epoch.Epoch)], Bytes(SummaryField, entry)));
        }
    }

    private static void Record(Stream stream, byte[] data)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        stream.Write(length);
        WriteChecksum(stream, length);
        stream.Write(data);
        WriteChecksum(stream, data);
    }

    private static void WriteChecksum(Stream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> checksum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Checksum(data));
        stream.Write(checksum);
    }

    private static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(field => field)];

    private static byte[] WallTime(double seconds) => [.. Tag(WallTimeField, 1), .. BitConverter.GetBytes(seconds)];

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] data) => [.. Tag(field, 2), .. Number((ulong)data.Length), .. data];

    // Protocol buffers' wire types: 0 = number in groups of seven bits, 1 = 8 bytes, 2 = length and bytes, 5 = 4 bytes.
    private static byte[] Tag(int field, int wireType) => [(byte)((field << 3) | wireType)];

    private static byte[] Number(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) { bytes.Add((byte)(value | 0x80)); }

        return [.. bytes, (byte)value];
    }
}

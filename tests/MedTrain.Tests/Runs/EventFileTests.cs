using System.Buffers.Binary;
using System.Text;
using MedTrain.Learning.Training;
using MedTrain.Runs;
using MedTrain.Tests.Commands;

namespace MedTrain.Tests.Runs;

public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void The_checksum_is_masked_crc32c()
    {
        // The check value of CRC-32C is 0xE3069283.
        const uint Crc = 0xE3069283;

        Assert.Equal(((Crc >> 15) | (Crc << 17)) + 0xa282ead8, EventFile.Checksum("123456789"u8));
    }

    [Fact]
    public void Every_record_has_its_length_its_checksums_and_its_value()
    {
        var path = folder.Path("events.out.tfevents.medtrain");
        var file = new EventFile(path);
        file.Write([Epoch(1)]);
        file.Write([Epoch(1), Epoch(2)]);

        var records = Records(File.ReadAllBytes(path));

        Assert.Contains("brain.Event:2", Encoding.UTF8.GetString(records[0]), StringComparison.Ordinal);
        Assert.Equal(
            [("training_loss", 1L, 0.5f), ("training_loss", 2L, 0.25f)], records.Skip(1).Select(Value).Where(value => value.Tag == "training_loss"));
        Assert.Contains(("validation_roc_auc", 200L, 0.75f), Values(path, 200));
        Assert.DoesNotContain(records.Skip(1).Select(Value), value => value.Tag == "gradient_norm");
    }

    [Fact]
    public void A_resumed_run_writes_the_file_anew()
    {
        var path = folder.Path("events.out.tfevents.medtrain");
        new EventFile(path).Write([Epoch(1), Epoch(2)]);
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^5]);
        var resumed = new EventFile(path);
        resumed.Write([Epoch(1)]);
        resumed.Write([Epoch(1), Epoch(2)]);

        Assert.Equal(whole, File.ReadAllBytes(path));
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static IEnumerable<(string, long, float)> Values(string path, int epoch)
    {
        new EventFile(path).Write([Epoch(epoch)]);
        return Records(File.ReadAllBytes(path)).Skip(1).Select(Value);
    }

    private static EpochResult Epoch(int epoch) => new()
    {
        Epoch = epoch,
        TrainingLoss = 0.5 / epoch,
        Validation = new ValidationScores(0.4, new Dictionary<string, double?> { ["roc_auc"] = 0.75 }),
        Finished = 1_700_000_000 + epoch,
    };

    // Written from the format's description, bit by bit, and not from the writer.
    private static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file[at..(at + 8)]), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            var data = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            records.Add(data);
            at += 16 + length;
        }

        return records;
    }

    private static uint Masked(byte[] data)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var one in data)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }

    /// <summary>Event {1: wall time, 2: step, 5: Summary {1: Value {1: tag, 2: number}}}.</summary>
    private static (string Tag, long Step, float Number) Value(byte[] message)
    {
        Assert.Equal(0x09, message[0]);
        Assert.InRange(BitConverter.ToDouble(message, 1), 1.6e9, 1.8e9);
        Assert.Equal(0x10, message[9]);
        var at = 10;
        long step = 0;
        for (var shift = 0; ; shift += 7)
        {
            step |= (long)(message[at] & 0x7F) << shift;
            if ((message[at++] & 0x80) == 0) { break; }
        }

        Assert.Equal(0x2A, message[at]);
        Assert.Equal(message.Length - at - 2, message[at + 1]);
        Assert.Equal(0x0A, message[at + 2]);
        Assert.Equal(message.Length - at - 4, message[at + 3]);
        Assert.Equal(0x0A, message[at + 4]);
        var length = message[at + 5];
        Assert.Equal(0x15, message[at + 6 + length]);
        return (Encoding.UTF8.GetString(message, at + 6, length), step, BitConverter.ToSingle(message, at + 7 + length));
    }
}

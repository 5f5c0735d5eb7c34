using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Weights;

/// <summary>Thousands of damaged files: each is read or refused by name, and none makes the reader allocate out of proportion.</summary>
public sealed class HostileFiles : IDisposable
{
    private const int MutantsOfEach = 800;
    private const int AllocationPerByte = 200;
    private const int AllocationAtLeast = 4 << 20;

    private readonly string path = Path.GetTempFileName();

    public static TheoryData<string> Files =>
        ["safetensors", "dat", "checkpoint-zip.pth", "checkpoint-legacy.pth.tar", "checkpoint-protocol4.pth", "two-parts.pth"];

    public void Dispose() => File.Delete(path);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_damaged_file_is_read_or_refused_by_name(string name)
    {
        var whole = Bytes(name);
        var random = new Random(name.Length);
        var refused = 0;
        for (var mutant = 0; mutant < MutantsOfEach; mutant++)
        {
            using var scope = NewDisposeScope();
            var bytes = Mutate(whole, random);
            File.WriteAllBytes(path, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var tensors = WeightsFile.Load(path).Tensors;
                Assert.InRange(tensors.Values.Sum(tensor => tensor.numel()), 0, bytes.Length * 4L);
            }
            catch (WeightsFileException problem)
            {
                Assert.StartsWith(path, problem.Message, StringComparison.Ordinal);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0,
                AllocationAtLeast + (AllocationPerByte * (long)bytes.Length));
        }

        Assert.InRange(refused, MutantsOfEach / 4, MutantsOfEach);
    }

    [Fact]
    public void A_refused_file_leaves_no_tensors_behind()
    {
        var whole = Bytes("checkpoint-zip.pth");
        var random = new Random(3);
        var before = Tensor.TotalCount;
        for (var mutant = 0; mutant < 200; mutant++)
        {
            File.WriteAllBytes(path, Mutate(whole, random));
            try
            {
                WeightsFile.Load(path).Dispose();
            }
            catch (WeightsFileException)
            {
            }
        }

        Assert.InRange(Tensor.TotalCount - before, -1000, 50); // other tests run beside this one
    }

    private static byte[] Bytes(string name)
    {
        if (name == "dat")
        {
            return TorchSharpFiles.Small();
        }

        if (name != "safetensors")
        {
            return File.ReadAllBytes(Path.Combine(PyTorchFiles.Golden, name));
        }

        using var scope = NewDisposeScope();
        var file = Path.GetTempFileName();
        var tensors = new Dictionary<string, Tensor> { ["a"] = rand(5), ["b"] = arange(3) };
        Safetensors.Save(file, tensors, new Dictionary<string, string> { ["n"] = "x" });
        var bytes = File.ReadAllBytes(file);
        File.Delete(file);
        return bytes;
    }

    private static byte[] Mutate(byte[] whole, Random random)
    {
        var bytes = whole.ToArray();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.AsSpan(at, Math.Min(random.Next(1, 9), bytes.Length - at)).Fill(0xff); break;
                case 3: bytes = bytes[..(at + 1)]; break;
                case 4: bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length - 1, at + random.Next(1, 30))..]]; break;
                default: bytes = [.. bytes[..at], .. bytes[random.Next(bytes.Length)..].Take(20), .. bytes[at..]]; break;
            }
        }

        return bytes;
    }
}

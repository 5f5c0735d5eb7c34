using System.Text;
using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Weights;

public sealed class TorchSharpFiles : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    /// <summary>Two tensors as TorchSharp's <c>Module.save</c> writes them.</summary>
    public static byte[] Small()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write7BitEncodedInt64(2);
        Begin(writer, "conv.weight", ScalarType.Float32, 2, 150);
        for (var index = 0; index < 300; index++)
        {
            writer.Write(index / 8f);
        }

        Begin(writer, "norm.num_batches_tracked", ScalarType.Int64);
        writer.Write(41L);
        return memory.ToArray();
    }

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_saved_module_is_read()
    {
        using var scope = NewDisposeScope();
        File.WriteAllBytes(path, Small());
        var file = WeightsFile.Load(path);
        Assert.Equal("TorchSharp", file.FormatName);
        Assert.Equal(["conv.weight", "norm.num_batches_tracked"], file.Tensors.Keys);
        Assert.Equal([2, 150], file.Tensors["conv.weight"].shape);
        Assert.Equal(299 / 8f, file.Tensors["conv.weight"][1, 149].item<float>());
        Assert.Equal(41, file.Tensors["norm.num_batches_tracked"].item<long>());
    }

    [Fact]
    public void Every_truncation_and_what_follows_the_end_is_refused()
    {
        var whole = Small();
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<WeightsFileException>(() => WeightsFile.Load(path));
        }

        File.WriteAllBytes(path, [.. whole, 0]);
        Assert.Contains("belong to no tensor", Assert.Throws<WeightsFileException>(() => WeightsFile.Load(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_saves_itself_and_loads_what_fits()
    {
        using var scope = NewDisposeScope();
        using var saved = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2));
        saved.save(path);
        using var loaded = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2));
        Dictionary<string, bool> found = [];
        loaded.load(path, skip: ["1.bias"], loadedParameters: found);
        Assert.True(loaded.get_parameter("0.weight")!.allclose(saved.get_parameter("0.weight")!));
        Assert.Equal(["1.bias"], found.Where(entry => !entry.Value).Select(entry => entry.Key));
        Assert.Equal(saved.state_dict().Keys, WeightsFile.Load(path).Tensors.Keys);
        using var other = nn.Sequential(nn.Conv2d(1, 3, 3));
        Assert.Throws<InvalidOperationException>(() => other.load(path));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..40]);
        Assert.Contains(path, Assert.Throws<WeightsFileException>(() => loaded.load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_modules_follow_each_other_in_a_stream()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        using var first = nn.Linear(2, 3);
        using var second = nn.Linear(3, 1, hasBias: false);
        first.save(stream);
        second.save(stream);
        stream.Position = 0;
        using var firstAgain = nn.Linear(2, 3);
        using var secondAgain = nn.Linear(3, 1, hasBias: false);
        firstAgain.load(stream);
        secondAgain.load(stream);
        Assert.True(firstAgain.weight!.allclose(first.weight!) && secondAgain.weight!.allclose(second.weight!));
        Assert.Throws<InvalidDataException>(() => secondAgain.load(stream));
    }

    private static void Begin(BinaryWriter writer, string name, ScalarType type, params long[] sizes)
    {
        writer.Write(name);
        writer.Write7BitEncodedInt64((long)type);
        writer.Write7BitEncodedInt64(sizes.Length);
        foreach (var size in sizes)
        {
            writer.Write7BitEncodedInt64(size);
        }
    }
}

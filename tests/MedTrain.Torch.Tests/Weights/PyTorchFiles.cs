using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Weights;

public sealed class PyTorchFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pytorch").FullName;

    public static string Golden { get; } = Path.Combine(Torch.Tests.Golden.RepositoryRoot, "tests", "golden", "weights");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("checkpoint-zip.pth", "PyTorch")]
    [InlineData("checkpoint-protocol4.pth", "PyTorch")]
    [InlineData("checkpoint-legacy.pth.tar", "PyTorch before 1.6")]
    public void The_tensors_of_a_checkpoint_are_those_that_python_saved(string name, string format)
    {
        using var scope = NewDisposeScope();
        var file = WeightsFile.Load(Path.Combine(Golden, name));
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden, "checkpoint.json")));
        Assert.Equal(format, file.FormatName);
        Assert.Equal("state_dict", file.Metadata[WeightsFile.PartFact]);
        Assert.Equal(("12", "0.75", "net", "False"),
            (file.Metadata["epoch"], file.Metadata["best"], file.Metadata["arch"], file.Metadata["done"]));
        Assert.Equal(expected.RootElement.EnumerateObject().Select(entry => "module." + entry.Name), file.Tensors.Keys);
        foreach (var entry in expected.RootElement.EnumerateObject())
        {
            var tensor = file.Tensors["module." + entry.Name];
            Assert.Equal(entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), tensor.shape);
            Assert.Equal(entry.Value.GetProperty("type").GetString(), NameOf(tensor.dtype));
            Assert.Equal(entry.Value.GetProperty("values").EnumerateArray().Select(value => value.GetDouble()), Values(tensor));
        }
    }

    [Fact]
    public void Tensors_that_shared_memory_share_it_again()
    {
        using var scope = NewDisposeScope();
        var tensors = WeightsFile.Load(Path.Combine(Golden, "checkpoint-zip.pth")).Tensors;
        tensors["module.tied"][1, 0] = tensor(-7f);
        Assert.Equal(-7, tensors["module.transposed"][0, 1].item<float>());
        Assert.Equal(-7, tensors["module.slice"][0].item<float>());
    }

    [Fact]
    public void A_part_can_be_chosen()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(Golden, "two-parts.pth");
        Assert.Equal(0, WeightsFile.Load(path, "critic").Tensors["w"].sum().item<float>());
        Assert.Equal(2, WeightsFile.Load(path, "generator").Tensors["w"].sum().item<float>());
        Assert.Equal("3",
            $"{WeightsFile.Load(Path.Combine(Golden, "checkpoint-zip.pth"), "optimizer.state.0").Tensors["exp_avg"].shape[1]}");
    }

    [Theory]
    [InlineData("two-parts.pth", null, "several parts with tensors: generator, critic")]
    [InlineData("two-parts.pth", "discriminator", "no part 'discriminator'; there is generator, critic")]
    [InlineData("whole-model-zip.pth", null, "whole Python model (it refers to torch.nn.modules.linear.Linear)")]
    [InlineData("namespace.pth", null, "refers to argparse.Namespace, which is refused")]
    [InlineData("evil-zip.pth", null, "refers to posix.system, which is refused")]
    [InlineData("evil-legacy.pth", null, "refers to posix.system, which is refused")]
    [InlineData("plain.pkl", null, "PyTorch did not write it")]
    [InlineData("checkpoint.json", null, "no known weights format")]
    public void What_holds_other_things_than_weights_is_refused_by_name(string name, string? part, string reason)
    {
        var path = Path.Combine(Golden, name);
        var problem = Assert.Throws<WeightsFileException>(() => WeightsFile.Load(path, part)).Message;
        Assert.StartsWith(path, problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_in_the_other_byte_order_are_refused()
    {
        var legacy = File.ReadAllBytes(Path.Combine(Golden, "checkpoint-legacy.pth.tar"));
        var at = legacy.AsSpan().IndexOf("little_endian"u8) + "little_endian".Length + 2; // the value follows its memo instruction
        Assert.Equal(0x88, legacy[at]);
        legacy[at] = 0x89;
        Assert.Contains("not little-endian", Problem("big.pth", legacy), StringComparison.Ordinal);

        var copy = Path.Combine(folder, "big-zip.pth");
        File.Copy(Path.Combine(Golden, "checkpoint-zip.pth"), copy);
        using (var archive = ZipFile.Open(copy, ZipArchiveMode.Update))
        {
            using var writer = new StreamWriter(archive.CreateEntry("checkpoint-zip/byteorder", CompressionLevel.NoCompression).Open());
            writer.Write("big");
        }

        Assert.Contains("not little-endian", Assert.Throws<WeightsFileException>(() => WeightsFile.Load(copy)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_TorchScript_program_is_told_apart()
    {
        var path = Path.Combine(folder, "script.pt");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            archive.CreateEntry("script/data.pkl", CompressionLevel.NoCompression);
            archive.CreateEntry("script/constants.pkl", CompressionLevel.NoCompression);
        }

        Assert.Contains("TorchScript program", Assert.Throws<WeightsFileException>(() => WeightsFile.Load(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_archive_is_refused_before_anything_is_unpacked()
    {
        var path = Path.Combine(folder, "bomb.pth");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var stream = archive.CreateEntry("a/data.pkl", CompressionLevel.SmallestSize).Open();
            stream.Write(new byte[1_000_000]);
        }

        Assert.Contains("compressed", Assert.Throws<WeightsFileException>(() => WeightsFile.Load(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(K\u0001K\u0002", "ends")] // no end
    [InlineData("0.", "takes a value where there is none")]
    [InlineData("K\u0001K\u0002s.", "takes a value where there is none")]
    [InlineData("K\u0001a.", "takes a value where there is none")]
    [InlineData("}}K\u0001K\u0002b.", "no dictionary")]
    [InlineData("h\u0005.", "has not made")]
    [InlineData("X\u00ff\u00ff\u00ff\u007f.", "reaches beyond")]
    [InlineData("\u008a\u0030.", "integer of 48 bytes")]
    [InlineData("cos\nsystem\nX\u0002\u0000\u0000\u0000ls\u0085R.", "os.system, which is refused")]
    [InlineData("ctorch\nFloatStorage\n)R.", "no function")]
    [InlineData("\u00f0.", "instruction 0xf0")]
    [InlineData("N.", "no tensors")]
    public void A_damaged_or_hostile_pickle_is_refused(string pickle, string reason)
    {
        var path = Path.Combine(folder, "p.pth");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var stream = archive.CreateEntry("a/data.pkl", CompressionLevel.NoCompression).Open();
            stream.Write([0x80, 2, .. Encoding.Latin1.GetBytes(pickle)]);
        }

        Assert.Contains(reason, Assert.Throws<WeightsFileException>(() => WeightsFile.Load(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\u0089HDF\r\n", "HDF5")]
    [InlineData("\u001f\u008b", "gzip")]
    [InlineData("<html>not found</html>", "no known weights format")]
    public void A_file_of_another_kind_is_named(string head, string reason) =>
        Assert.Contains(reason, Problem("other.pth", Encoding.Latin1.GetBytes(head)), StringComparison.Ordinal);

    [Fact]
    public void A_folder_is_no_weights_file() =>
        Assert.Contains("folder", Assert.Throws<WeightsFileException>(() => WeightsFile.Load(folder)).Message, StringComparison.Ordinal);

    private string Problem(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return Assert.Throws<WeightsFileException>(() => WeightsFile.Load(path)).Message;
    }

    private static string NameOf(ScalarType type) => type switch
    {
        ScalarType.ComplexFloat32 => "complex64",
        ScalarType.ComplexFloat64 => "complex128",
        ScalarType.Byte => "uint8",
        _ => type.ToString().ToLowerInvariant(),
    };

    // Complex numbers as pairs.
    private static double[] Values(Tensor tensor) => tensor.dtype == ScalarType.ComplexFloat32
        ? [.. MemoryMarshal.Cast<byte, float>(tensor.contiguous().bytes).ToArray().Select(value => (double)value)]
        : tensor.to_type(ScalarType.Float64).contiguous().flatten().data<double>().ToArray();
}

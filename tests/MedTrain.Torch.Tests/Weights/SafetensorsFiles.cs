using System.Buffers.Binary;
using System.Text;
using MedTrain.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Weights;

public sealed class SafetensorsFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    private string Somewhere => Path.Combine(folder, "weights.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_saved_is_loaded_again()
    {
        using var scope = NewDisposeScope();
        var saved = new Dictionary<string, Tensor>
        {
            ["float"] = rand(3, 4),
            ["strided"] = rand(4, 3).t(),
            ["scalar"] = tensor(2.5),
            ["empty"] = zeros(0, 5),
            ["half"] = rand(2).to(float16),
            ["brain"] = rand(2).to(bfloat16),
            ["long"] = arange(5),
            ["byte"] = tensor(new byte[] { 1, 255 }),
            ["truth"] = tensor(new[] { true, false }),
            ["ünïcode \"name\""] = ones(1, requires_grad: true),
        };
        Safetensors.Save(Somewhere, saved, new Dictionary<string, string> { ["format"] = "pt", ["note"] = "größer" });
        var file = Safetensors.Load(Somewhere);
        Assert.Equal(saved.Keys.Order(StringComparer.Ordinal), file.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("größer", file.Metadata["note"]);
        foreach (var (name, tensor) in saved)
        {
            Assert.Equal(tensor.dtype, file.Tensors[name].dtype);
            Assert.Equal(tensor.shape, file.Tensors[name].shape);
            Assert.True(file.Tensors[name].eq(tensor).all().item<bool>(), name);
        }

        Assert.Equal([Somewhere], Directory.GetFiles(folder));
    }

    [Fact]
    public void What_was_made_while_saving_is_freed_also_without_a_scope()
    {
        using var weights = rand(3, 4);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Safetensors.Save(Somewhere, new Dictionary<string, Tensor> { ["weights"] = weights });
        using var stream = new MemoryStream();
        weights.WriteBytesToStream(stream);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        using var scope = NewDisposeScope();
        Safetensors.Save(Somewhere, new Dictionary<string, Tensor> { ["b"] = tensor(new byte[] { 7 }), ["a"] = tensor(new[] { 1f, 2f }) });
        var bytes = File.ReadAllBytes(Somewhere);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        var header = Encoding.UTF8.GetString(bytes, 8, length).TrimEnd();
        Assert.Equal(
            """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}""", header);
        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 64, 7], bytes[(8 + length)..]);
    }

    [Theory]
    [InlineData("", "", "at least 8")]
    [InlineData("not json", "", "no safetensors file")]
    [InlineData("{\"a\":", "", "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "1234", "truncated")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "12345", "belong to no tensor")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", "123456",
        "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}""", "12345", "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,4]}}""", "1234", "12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "1234", "-1")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", "1", "F8_E4M3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", "1234", "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "1234", "1.5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "1234", "do not match")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "1234", "lacks")]
    [InlineData("""{"a":[1]}""", "1234", "lacks")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "1234", "twice")]
    [InlineData("""{"__metadata__":{"x":1}}""", "", "no text")]
    [InlineData("""[1]""", "", "no safetensors file")]
    public void A_damaged_file_is_refused_by_name_and_reason(string header, string data, string reason)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[header.Length == 0 ? 3 : 8 + json.Length + data.Length];
        if (header.Length > 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)json.Length);
            json.CopyTo(bytes, 8);
            Encoding.UTF8.GetBytes(data).CopyTo(bytes, 8 + json.Length);
        }

        File.WriteAllBytes(Somewhere, bytes);
        var problem = Assert.Throws<WeightsFileException>(() => Safetensors.Load(Somewhere));
        Assert.Contains(Somewhere, problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_claims_more_than_the_file_is_refused_without_allocating_it()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, 99_999_999);
        File.WriteAllBytes(Somewhere, bytes);
        Assert.Contains(
            "within its header", Assert.Throws<WeightsFileException>(() => Safetensors.Load(Somewhere)).Message, StringComparison.Ordinal);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);
        File.WriteAllBytes(Somewhere, bytes);
        Assert.Contains(
            "at most", Assert.Throws<WeightsFileException>(() => Safetensors.Load(Somewhere)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_of_a_good_file_is_refused()
    {
        using var scope = NewDisposeScope();
        Safetensors.Save(Somewhere, new Dictionary<string, Tensor> { ["a"] = rand(5), ["b"] = arange(3) });
        var whole = File.ReadAllBytes(Somewhere);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Somewhere, whole[..length]);
            Assert.Throws<WeightsFileException>(() => Safetensors.Load(Somewhere));
        }
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        Safetensors.Save(Somewhere, new Dictionary<string, Tensor> { ["a"] = ones(1) });
        var gone = ones(1);
        gone.Dispose();
        Assert.ThrowsAny<Exception>(() => Safetensors.Save(Somewhere, new Dictionary<string, Tensor> { ["a"] = gone }));
        Assert.Equal(1, Safetensors.Load(Somewhere).Tensors["a"].item<float>());
        Assert.Equal([Somewhere], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_networks_state_survives_the_file()
    {
        using var scope = NewDisposeScope();
        using var one = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2));
        using var two = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2));
        one.call(rand(new long[] { 2, 1, 5, 5 }));
        Safetensors.Save(Somewhere, one.state_dict());
        two.load_state_dict(new Dictionary<string, Tensor>(Safetensors.Load(Somewhere).Tensors));
        one.eval();
        two.eval();
        var x = rand(new long[] { 1, 1, 5, 5 });
        Assert.True(one.call(x).eq(two.call(x)).all().item<bool>());
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MedTrain.EndToEnd;

public sealed class WeightsStories : IDisposable
{
    private const string Best = "runs/tiny/fold-0/best.safetensors";

    private readonly MedTrainProgram program = new();

    [Fact]
    public void Weights_of_one_run_begin_another_and_run_on_a_raw_tensor()
    {
        TinyExperiment.Write(program, epochs: 1);
        program.Succeed("fit", "tiny.yaml");
        Catalogue(File.ReadAllBytes(program.PathOf(Best)));

        var verified = program.Succeed("models", "weights", "verify", "--folder", "weights");
        Assert.Contains("fits simple-cnn", verified.Output);
        var next = program.Succeed("fit", "tiny.yaml", "--set", "name=next", "--set", "model.pretrained=tiny@weights");
        Assert.Contains("weights of tiny@weights: 26 matched", next.Error);
        Assert.Contains("mean (0.5) and standard deviation (0.25)", next.Error);

        WriteImages("x.safetensors", 2, 1, 32, 32);
        Assert.Equal("y [2, 4]\n", Run("y32.safetensors").Output);
        Run("y64.safetensors", "--float64");
        var (single, exact) = (Numbers("y32.safetensors", 4), Numbers("y64.safetensors", 8));
        Assert.Equal(8, exact.Length);
        Assert.All(single.Zip(exact), pair => Assert.InRange(pair.First - pair.Second, -1e-4, 1e-4));
        Assert.NotEqual(single, exact);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_before_training_at_their_key()
    {
        TinyExperiment.Write(program, epochs: 1);
        WriteImages("x.safetensors", 1, 1, 8, 8);

        foreach (var (weights, reason) in new[]
        {
            ("x.safetensors", "do not fit simple-cnn"),
            ("tiny.yaml", "no known weights format"),
            ("absent.pth", "is no file"),
            ("timm-vat@x.safetensors", "did you mean \"timm-vit\"?"),
        })
        {
            var check = program.Run("check", "tiny.yaml", "--set", $"model.pretrained={weights}");

            Assert.True(check.ExitCode == 2, check.All);
            Assert.Contains("model.pretrained", check.All);
            Assert.Contains(reason, check.All);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => program.Dispose();

    private ProgramResult Run(string output, params string[] options) => program.Succeed(
        ["models", "run", "simple-cnn", "--weights", Best, "--input", "x.safetensors", "--output", output, .. options]);

    private void Catalogue(byte[] weights)
    {
        Directory.CreateDirectory(program.PathOf("weights"));
        File.WriteAllBytes(program.PathOf("weights/tiny.safetensors"), weights);
        program.Write("weights/catalogue.json", $$"""
            [{
              "name": "tiny", "model": "simple-cnn", "file": "tiny.safetensors",
                  "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(weights))}}",
              "licence": "CC0", "source": "https://example.org/tiny", "mean": [0.5], "std": [0.25]
            }]
            """);
    }

    private void WriteImages(string name, params int[] shape)
    {
        var count = shape.Aggregate(1, (product, side) => product * side);
        var header = Encoding.UTF8.GetBytes(
            $$$"""{"x":{"dtype":"F32","shape":[{{{string.Join(',', shape)}}}],"data_offsets":[0,{{{4 * count}}}]}}""");
        using var writer = new BinaryWriter(File.Create(program.PathOf(name)));
        writer.Write((long)header.Length);
        writer.Write(header);
        for (var index = 0; index < count; index++)
        {
            writer.Write(MathF.Sin(index));
        }
    }

    private double[] Numbers(string name, int bytes)
    {
        var file = File.ReadAllBytes(program.PathOf(name));
        var begin = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        using var header = JsonDocument.Parse(file.AsMemory(8, begin - 8));
        Assert.Equal(bytes == 4 ? "F32" : "F64", header.RootElement.GetProperty("y").GetProperty("dtype").GetString());
        return [.. file[begin..].Chunk(bytes).Select(part => bytes == 4 ? BitConverter.ToSingle(part) : BitConverter.ToDouble(part))];
    }
}

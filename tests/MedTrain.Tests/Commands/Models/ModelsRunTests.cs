using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Tests.Commands.Models;

public sealed class ModelsRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("models-run").FullName;
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_output_is_that_of_the_network_with_the_weights(bool isDouble)
    {
        using var network = SimpleCnn(7);
        var image = randn(new long[] { 2, 1, 24, 32 });
        Safetensors.Save(File("x"), new Dictionary<string, Tensor> { ["x"] = image });
        var outcome = MedTrainProgram.Run(Line(isDouble ? "--float64" : null));

        Assert.Equal((0, "y [2, 7]\n"), (outcome.ExitCode, outcome.Output));
        network.eval();
        network.to(isDouble ? ScalarType.Float64 : ScalarType.Float32);
        var y = Safetensors.Load(File("y")).Tensors["y"];
        Assert.Equal(isDouble ? ScalarType.Float64 : ScalarType.Float32, y.dtype);
        Assert.True(y.eq(network.call(image.to_type(y.dtype))).all().item<bool>());
    }

    [Fact]
    public void A_wrong_input_is_answered_with_what_the_network_needs()
    {
        using var network = SimpleCnn(2);
        Check(2, "needs a batch [N, 1, H, W] with sides of at least 8", ones(new long[] { 1, 1, 4, 4 }));
        Check(2, "give real numbers [N, C, H, W]", ones(new long[] { 4, 4 }));
        Safetensors.Save(File("x"), new Dictionary<string, Tensor> { ["image"] = ones(1) });
        Assert.Contains("give the input as 'x'", Refused(2).Error, StringComparison.Ordinal);
        System.IO.File.Delete(File("x"));
        Assert.Contains("there is no such file", Refused(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_network_or_no_weights_at_all_are_refused()
    {
        Safetensors.Save(File("x"), new Dictionary<string, Tensor> { ["x"] = ones(new long[] { 1, 1, 16, 16 }) });
        Safetensors.Save(File("w"), new Dictionary<string, Tensor> { ["a"] = ones(1) });
        Assert.Contains("do not fit simple-cnn: ", Refused(4).Error, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File("w"), "no weights");
        Assert.Contains("no known weights format", Refused(4).Error, StringComparison.Ordinal);
        System.IO.File.Delete(File("w"));
        Assert.Contains("is no file", Refused(4).Error, StringComparison.Ordinal);
    }

    private void Check(int exitCode, string message, Tensor image)
    {
        Safetensors.Save(File("x"), new Dictionary<string, Tensor> { ["x"] = image });
        Assert.Contains(message, Refused(exitCode).Error, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, string Error) Refused(int exitCode)
    {
        var outcome = MedTrainProgram.Run(Line(null));
        Assert.Equal((exitCode, ""), (outcome.ExitCode, outcome.Output));
        Assert.False(System.IO.File.Exists(File("y")));
        return (outcome.ExitCode, outcome.Output, outcome.Error);
    }

    private string[] Line(string? option) =>
        [.. new[] { "models", "run", "simple-cnn", "--weights", File("w"), "--input", File("x"), "--output", File("y"), option }
            .OfType<string>()];

    private Network SimpleCnn(int outputs)
    {
        var network = ModelTable.Find("simple-cnn").Build(new(SpatialDims.Two, 1, outputs));
        Safetensors.Save(File("w"), network.state_dict());
        return network;
    }

    private string File(string name) => Path.Combine(folder, name + ".safetensors");
}

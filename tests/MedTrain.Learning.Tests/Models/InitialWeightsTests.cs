using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Models;

/// <summary>Freshly built networks have the weights' statistics that their references start from.</summary>
public class InitialWeightsTests
{
    [Theory]
    [InlineData("resnet18", SpatialDims.Two, true)]
    [InlineData("resnet50", SpatialDims.Two, true)]
    [InlineData("resnet18", SpatialDims.Three, true)]
    [InlineData("densenet121", SpatialDims.Two, false)]
    public void Convolutions_are_normal_with_the_variance_of_their_fan(string name, SpatialDims dims, bool fanOut)
    {
        manual_seed(1);
        using var network = ModelTable.Find(name).Build(new(dims, InputChannels: 3, Outputs: 1000));
        var convolutions = Layers<Convolution>(network).ToList();
        Assert.True(convolutions.Count > 15);
        foreach (var (path, convolution) in convolutions)
        {
            using var scope = NewDisposeScope();
            var weight = convolution.weight.detach();
            var fan = weight.numel() / (fanOut ? weight.shape[1] : weight.shape[0]) / (fanOut ? convolution.groups : 1);
            AssertDrawn(weight, 0, Math.Sqrt(2.0 / fan), path);
            Assert.True(Kurtosis(weight) is > 2.7 and < 3.3, $"{path} is not normal"); // 1.8 if uniform
        }
    }

    [Theory]
    [InlineData("resnet50", false)]
    [InlineData("densenet121", true)]
    public void Heads_are_uniform_as_the_reference_leaves_them(string name, bool zeroBias)
    {
        manual_seed(2);
        using var scope = NewDisposeScope();
        using var network = ModelTable.Find(name).Build(new(SpatialDims.Two, InputChannels: 3, Outputs: 2));
        foreach (var outputs in new[] { 1000, 2000 })
        {
            network.ReplaceHead(outputs);
            var head = (Linear)network.Head;
            var bound = 1 / Math.Sqrt(head.weight.shape[1]);
            AssertDrawn(head.weight.detach(), 0, bound / Math.Sqrt(3), name);
            Assert.InRange(head.weight.detach().abs().max().item<float>(), 0.99 * bound, bound);
            Assert.Equal(zeroBias, head.bias!.detach().abs().max().item<float>() == 0);
        }
    }

    [Fact]
    public void Batch_normalisation_starts_as_the_identity()
    {
        using var scope = NewDisposeScope();
        using var network = ModelTable.Find("resnet18").Build(new(SpatialDims.Two, InputChannels: 3, Outputs: 2));
        var norms = Layers<BatchNorm2d>(network).ToList();
        Assert.Equal(20, norms.Count);
        Assert.All(norms, norm =>
        {
            Assert.True(norm.Layer.weight!.detach().eq(1).all().item<bool>() && norm.Layer.bias!.detach().eq(0).all().item<bool>());
            Assert.True(norm.Layer.running_mean!.eq(0).all().item<bool>() && norm.Layer.running_var!.eq(1).all().item<bool>());
        });
    }

    private static IEnumerable<(string Path, T Layer)> Layers<T>(Network network)
        where T : nn.Module => ModuleTree.Walk(network).Where(entry => entry.Module is T).Select(entry => (entry.Path, (T)entry.Module));

    /// <summary>Mean and deviation within five standard errors of a sample of this size.</summary>
    private static void AssertDrawn(Tensor weight, double mean, double deviation, string path)
    {
        var count = weight.numel();
        Assert.True(Math.Abs(weight.mean().item<float>() - mean) < 5 * deviation / Math.Sqrt(count), $"mean of {path}");
        Assert.True(Math.Abs((weight.std().item<float>() / deviation) - 1) < 5 / Math.Sqrt(2.0 * count), $"deviation of {path}");
    }

    private static double Kurtosis(Tensor weight)
    {
        var centred = weight - weight.mean();
        return centred.pow(4).mean().item<float>() / Math.Pow(centred.square().mean().item<float>(), 2);
    }
}

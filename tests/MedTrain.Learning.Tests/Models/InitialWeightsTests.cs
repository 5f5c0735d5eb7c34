using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Models;

/// <summary>Freshly built networks have the weights' statistics that their references start from.</summary>
public class InitialWeightsTests
{
    public static TheoryData<string> Names => [.. InitialWeightRules.Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Layers_are_drawn_by_the_rule_of_the_reference(string name)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        var rules = InitialWeightRules.Networks[name];
        var row = ModelTable.Find(name);
        using var network = row.Build(new(row.Dims.First(), InputChannels: 3, Outputs: 1000));
        foreach (var (path, convolution) in Layers<Convolution>(network))
        {
            var rule = rules.Exceptions.GetValueOrDefault(path, rules.Convolutions);
            AssertDrawn(path, convolution.weight, rule(convolution.weight, convolution.groups));
            AssertBias(path, convolution.weight, convolution.bias, rules.ZeroConvolutionBiases);
        }

        foreach (var (path, linear) in Layers<Linear>(network))
        {
            var rule = rules.Exceptions.GetValueOrDefault(path, rules.Linears);
            AssertDrawn(path, linear.weight, rule(linear.weight, 1));
            AssertBias(path, linear.weight, linear.bias, rules.ZeroLinearBiases);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Heads_are_drawn_by_the_rule_of_the_reference_also_when_replaced(string name)
    {
        manual_seed(2);
        using var scope = NewDisposeScope();
        var rules = InitialWeightRules.Networks[name];
        using var network = BuildUndrawn(ModelTable.Find(name)); // only the heads are drawn
        foreach (var outputs in new[] { 1000, 2000 })
        {
            network.ReplaceHead(outputs);
            var weight = network.Head.get_parameter("weight")!;
            AssertDrawn(name, weight, rules.Head(weight, 1));
            AssertBias(name, weight, network.Head.get_parameter("bias"), rules.ZeroHeadBias);
        }
    }

    [Fact]
    public void Networks_for_volumes_follow_the_same_rule()
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        using var network = ModelTable.Find("resnet18").Build(new(SpatialDims.Three, InputChannels: 1, Outputs: 2));
        foreach (var (path, convolution) in Layers<Convolution>(network))
        {
            AssertDrawn(path, convolution.weight, InitialWeightRules.Networks["resnet18"].Convolutions(convolution.weight, 1));
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

    [Fact]
    public void Upsampling_of_an_FCN_starts_as_bilinear_interpolation_of_each_map()
    {
        using var scope = NewDisposeScope();
        using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn();
        using var network = ModelTable.Find("fcn8s").Build(new(SpatialDims.Two, InputChannels: 1, Outputs: 3));
        var weight = network.named_parameters().Single(entry => entry.name == "upscore2.weight").parameter.detach();
        var line = tensor(new[] { 0.25f, 0.75f, 0.75f, 0.25f });
        Assert.True(weight.eq(eye(3).reshape(3, 3, 1, 1) * (line.unsqueeze(1) * line)).all().item<bool>());
    }

    private static Network BuildUndrawn(ModelRow row)
    {
        using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn();
        return row.Build(new(row.Dims.First(), InputChannels: 1, Outputs: 1));
    }

    /// <summary>All layers of a kind but the head.</summary>
    private static IEnumerable<(string Path, T Layer)> Layers<T>(Network network)
        where T : nn.Module =>
        ModuleTree.Walk(network).Where(
            entry => entry.Module is T && entry.Path != network.Anatomy.Head).Select(entry => (entry.Path, (T)entry.Module));

    /// <summary>
    /// Mean, deviation and kurtosis within five standard errors of a sample of this size; of large weights the first million values.
    /// </summary>
    private static void AssertDrawn(string path, Tensor weight, InitialWeightRules.Distribution expected)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        double count = Math.Min(weight.numel(), 1 << 20);
        var values = weight.flatten().narrow(0, 0, (long)count).to_type(ScalarType.Float64);
        var (mean, deviation) = (values.mean().item<double>(), values.std().item<double>());
        Assert.True(Math.Abs(mean) < 5 * expected.Deviation / Math.Sqrt(count), $"the mean of {path} is {mean}");
        var ratio = deviation / expected.Deviation;
        Assert.True(Math.Abs(ratio - 1) < 5 / Math.Sqrt(2 * count), $"the deviation of {path} is {deviation}, not {expected.Deviation}");
        if (count > 2000)
        {
            var kurtosis = (values - mean).pow(4).mean().item<double>() / Math.Pow(deviation, 4);
            var error = Math.Abs(kurtosis - expected.Kurtosis);
            Assert.True(error < (5 * Math.Sqrt(24 / count)) + 0.01, $"the kurtosis of {path} is {kurtosis}, not {expected.Kurtosis}");
        }
    }

    private static void AssertBias(string path, Tensor weight, Tensor? bias, bool isZero)
    {
        if (bias is null)
        {
            return;
        }

        using var scope = NewDisposeScope();
        var largest = bias.detach().abs().max().item<float>();
        var bound = InitialWeightRules.PyTorch(weight, 1).Deviation * Math.Sqrt(3);
        var isAsExpected = isZero ? largest == 0 : largest > 0.5 * bound && largest <= bound * (1 + 1e-6);
        Assert.True(isAsExpected, $"the largest bias of {path} is {largest}, the bound {bound}");
    }
}

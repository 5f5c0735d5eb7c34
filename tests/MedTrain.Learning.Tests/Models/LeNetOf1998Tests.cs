using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Models;

/// <summary>LeNet-5 against the numbers of its paper.</summary>
public class LeNetOf1998Tests
{
    [Theory]
    [InlineData("c1", 156)]
    [InlineData("s2", 12)]
    [InlineData("c3", 1516)]
    [InlineData("s4", 32)]
    [InlineData("c5", 48_120)]
    [InlineData("f6", 10_164)]
    [InlineData("output", 0)]
    public void Layers_have_the_papers_number_of_trainable_parameters(string layer, int expected)
    {
        using var network = Build();
        Assert.Equal(expected, ModuleTree.Find(network, layer).parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(60_000, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Maps_of_the_third_layer_read_only_their_own_inputs()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = Build();
        var c3 = (nn.Module<Tensor, Tensor>)ModuleTree.Find(network, "c3");
        var before = c3.call(zeros([1, 6, 14, 14]));
        var changed = Enumerable.Range(0, 6).Select(input =>
        {
            var image = zeros([1, 6, 14, 14]);
            image[0, input] = 1;
            var moved = (c3.call(image) - before).abs().amax([0, 2, 3]);
            return Enumerable.Range(0, 16).Where(map => moved[map].item<float>() > 0).ToArray();
        }).ToArray();
        Assert.Equal(60, changed.Sum(maps => maps.Length));
        Assert.Equal([0, 4, 5, 6, 9, 10, 11, 12, 14, 15], changed[0]); // the first row of the paper's table I
        Assert.All(changed, maps => Assert.Equal(10, maps.Length));
    }

    [Fact]
    public void The_highest_logit_is_that_of_the_nearest_code()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = Build();
        var codes = network.Head.get_buffer("codes")!;
        Assert.True(codes.abs().eq(1).all().item<bool>());
        var logits = network.Head.call(codes);
        Assert.Equal(Enumerable.Range(0, 10).Select(label => (long)label), logits.argmax(1).data<long>().ToArray());
        Assert.Equal(0, logits[3, 3].item<float>());
        var differing = codes[3].ne(codes[7]).sum().item<long>();
        Assert.Equal(-4.0 * differing, logits[3, 7].item<float>());
    }

    private static Network Build()
    {
        manual_seed(3);
        return ModelTable.Find("lenet5_1998").Build(new(SpatialDims.Two, InputChannels: 1, Outputs: 10));
    }
}

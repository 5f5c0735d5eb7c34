using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Tests.Models;

/// <summary>What every row of the table promises, in each of its dimensions. A new row is tested without a new test.</summary>
public class NetworkContractTests
{
    /// <summary>Larger variants are left out in 3D: they have the code of the smaller ones and billions of operations.</summary>
    private static readonly string[] TooLargeIn3D =
        ["resnet101", "resnet152", "resnext101_32x8d", "wide_resnet50_2", "wide_resnet101_2", "densenet161", "densenet201"];

    public static IEnumerable<object[]> Rows =>
        from row in ModelTable.Rows
        from dims in row.Dims
        where dims == SpatialDims.Two || !TooLargeIn3D.Contains(row.Name)
        select new object[] { row.Name, dims };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_parameter_learns_from_a_non_square_batch(string name, SpatialDims dims)
    {
        using var scope = NewDisposeScope();
        using var network = Build(name, dims);
        network.train();
        var logits = network.call(Batch(dims, 48, 40, 33));
        Assert.Equal([2, 3], logits.shape);
        functional.cross_entropy(logits, tensor([0L, 2L])).backward();
        foreach (var (key, parameter) in network.named_parameters())
        {
            var largest = parameter.grad?.abs().max().item<float>() ?? 0;
            Assert.True(largest > 0 && float.IsFinite(largest), $"the gradient of {key} is {largest}");
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_smallest_size_works_and_one_less_is_refused(string name, SpatialDims dims)
    {
        using var scope = NewDisposeScope();
        using var network = Build(name, dims);
        var side = network.Anatomy.MinimumSize;
        foreach (var training in new[] { true, false })
        {
            network.train(training);
            Assert.True(network.call(Batch(dims, side, side, side)).isfinite().all().item<bool>());
        }

        if (side > 1)
        {
            var problem = Assert.Throws<ArgumentException>(() => network.call(Batch(dims, side - 1, side, side)));
            Assert.Contains($"at least {side}", problem.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Parts_are_where_the_anatomy_says(string name, SpatialDims dims)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = Build(name, dims);
        network.eval();
        var batch = Batch(dims, 48, 40, 33);
        var maps = network.Features(batch);
        long[] camShape = [];
        ((Module<Tensor, Tensor>)ModuleTree.Find(network, network.Anatomy.CamLayer)).register_forward_hook((_, _, output) =>
        {
            camShape = output.shape;
            return output;
        });
        var pooled = network.PooledFeatures(batch);

        Assert.Equal((int)dims + 2, maps.dim());
        Assert.Equal(maps.shape, camShape);
        Assert.Equal([2, network.Anatomy.FeatureCount], pooled.shape);
        Assert.True(network.Head.call(pooled).allclose(network.call(batch), 1e-4, 1e-5));
        Assert.Equal(1, network.get_parameter(network.Anatomy.FirstLayer + ".weight")!.shape[1]);
        var staged = network.Anatomy.Stages.SelectMany(stage => network.StageParameters(stage.Name)).Select(entry => entry.Key);
        Assert.Equal(network.named_parameters().Select(entry => entry.name).Order(), staged.Order());
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_state_dict_carries_the_whole_network(string name, SpatialDims dims)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = Build(name, dims);
        network.train();
        network.call(Batch(dims, 48, 40, 33)); // moves the running statistics
        network.eval();
        using var copy = Build(name, dims);
        copy.load_state_dict(network.state_dict());
        copy.eval();
        var batch = Batch(dims, 33, 48, 40);
        Assert.True(network.call(batch).equal(copy.call(batch)).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_head_can_be_replaced(string name, SpatialDims dims)
    {
        using var scope = NewDisposeScope();
        using var network = Build(name, dims);
        network.to(ScalarType.Float64);
        var keys = network.state_dict().Keys.ToList();
        network.ReplaceHead(5);
        network.eval();
        Assert.Equal([2, 5], network.call(Batch(dims, 48, 40, 33).to_type(ScalarType.Float64)).shape);
        Assert.Equal(5, network.Options.Outputs);
        Assert.Equal(keys, network.state_dict().Keys);
        Assert.Throws<ArgumentException>(() => network.ReplaceHead(0));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Wrong_dimensions_and_channels_are_refused_with_what_is_needed(string name, SpatialDims dims)
    {
        using var scope = NewDisposeScope();
        using var network = Build(name, dims);
        var needs = dims == SpatialDims.Two ? $"{name} (2D) needs a batch [N, 1, H, W]" : $"{name} (3D) needs a batch [N, 1, D, H, W]";
        var other = dims == SpatialDims.Two ? zeros([1, 1, 64, 64, 64]) : zeros([1, 1, 64, 64]);
        var channels = dims == SpatialDims.Two ? zeros([1, 4, 64, 64]) : zeros([1, 4, 64, 64, 64]);
        Assert.StartsWith(needs, Assert.Throws<ArgumentException>(() => network.call(other)).Message, StringComparison.Ordinal);
        Assert.StartsWith(needs, Assert.Throws<ArgumentException>(() => network.Features(channels)).Message, StringComparison.Ordinal);
        Assert.Contains("has 4 channels", network.InputProblem(channels.shape)!, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Images_of_a_batch_do_not_affect_each_other_in_evaluation(string name, SpatialDims dims)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = Build(name, dims);
        network.eval();
        var batch = Batch(dims, 40, 40, 40);
        var together = network.call(batch);
        Assert.True(network.call(batch.narrow(0, 1, 1)).allclose(together.narrow(0, 1, 1), 1e-4, 1e-5));
    }

    private static Network Build(string name, SpatialDims dims)
    {
        manual_seed(5);
        return ModelTable.Find(name).Build(new(dims, InputChannels: 1, Outputs: 3));
    }

    private static Tensor Batch(SpatialDims dims, params long[] sides) => rand([2, 1, .. sides.Take((int)dims)]);
}

using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Models;

public class JoinedNetworkTests
{
    [Fact]
    public void Features_of_all_views_and_the_context_reach_one_head()
    {
        using var scope = NewDisposeScope();
        using var joined = Join(views: 2, context: 3);
        var images = rand(4, 2, 16, 16);
        var context = rand(4, 3);
        joined.eval();

        var features = joined.PooledFeatures(images, context);
        var expected = cat([joined.Image.PooledFeatures(images.narrow(1, 0, 1)), joined.Image.PooledFeatures(images.narrow(1, 1, 1)), context], 1);

        Assert.True(features.equal(expected).all().item<bool>());
        Assert.True(joined.Call(images, context).allclose(joined.Head.call(expected)));
        Assert.True(joined.call(images).allclose(joined.Call(images, zeros(4, 3))));
        Assert.Equal((2 * joined.Image.Anatomy.FeatureCount) + 3, joined.Anatomy.FeatureCount);
    }

    [Fact]
    public void Every_parameter_learns_and_belongs_to_one_stage()
    {
        using var scope = NewDisposeScope();
        using var joined = Join(views: 2, context: 1);

        joined.Call(rand(4, 2, 16, 16), rand(4, 1)).square().sum().backward();

        Assert.All(joined.named_parameters(), entry => Assert.True(entry.parameter.grad is not null, entry.name));
        Assert.All(joined.named_parameters(), entry => Assert.Equal(1, joined.Anatomy.Stages.Count(stage => stage.Holds(entry.name))));
    }

    [Theory]
    [InlineData("googlenet")]
    [InlineData("squeezenet1_1")]
    public void A_network_whose_head_reads_more_than_features_is_refused(string name)
    {
        using var network = ModelTable.Find(name).Build(new NetworkOptions(SpatialDims.Two, 1, 2));

        Assert.Contains("Choose another model", Assert.Throws<ArgumentException>(() => new JoinedNetwork(network, 1, 2)).Message, StringComparison.Ordinal);
    }

    private static JoinedNetwork Join(int views, int context)
    {
        manual_seed(1);
        return new JoinedNetwork(ModelTable.Find("simple-cnn").Build(new NetworkOptions(SpatialDims.Two, 1, 2)), views, context);
    }
}

using System.Text.Json.Nodes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace MedTrain.Torch.Tests.Modules;

public class Layers
{
    [Fact]
    public void Convolutions_have_the_shapes_their_settings_imply()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([2, 4, 8], Conv1d(3, 4, 3, padding: 1).call(rand(2, 3, 8)).shape);
        Assert.Equal([2, 4, 4, 3], Conv2d(3, 4, (3, 5), (2, 2), (1, 1)).call(rand(2, 3, 8, 8)).shape);
        Assert.Equal([2, 4, 6, 6, 6], Conv3d(3, 4, 3).call(rand(new long[] { 2, 3, 8, 8, 8 })).shape);
        Assert.Equal([2, 4, 8, 8], Conv2d(3, 4, 4, TorchSharp.Padding.Same).call(rand(2, 3, 8, 8)).shape);
        Assert.Equal([1, 4, 16, 16], ConvTranspose2d(3, 4, 2, stride: 2).call(rand(1, 3, 8, 8)).shape);
        Assert.Equal(
            [1, 4, 16, 16, 16], ConvTranspose3d(3, 4, 3, stride: 2, padding: 1, output_padding: 1)
            .call(rand(new long[] { 1, 3, 8, 8, 8 })).shape);
        Assert.Equal([1, 4, 16, 15], ConvTranspose2d(3, 4, 3, stride: 2, padding: 1).forward(rand(1, 3, 8, 8), [16, 15]).shape);
    }

    [Theory]
    [InlineData(TorchSharp.PaddingModes.Reflect, "reflect")]
    [InlineData(TorchSharp.PaddingModes.Replicate, "replicate")]
    [InlineData(TorchSharp.PaddingModes.Circular, "circular")]
    public void Padding_modes_equal_a_pad_before_the_convolution(TorchSharp.PaddingModes mode, string name)
    {
        using var scope = NewDisposeScope();
        Assert.NotEmpty(name);
        var x = rand(1, 2, 5, 6);
        var layer = Conv2d(2, 3, 3, padding: 1, padding_mode: mode);
        var expected = F.conv2d(F.pad(x, [1, 1, 1, 1], mode), layer.weight, layer.bias);
        Assert.True(expected.allclose(layer.call(x)));
    }

    [Fact]
    public void Batch_norm_follows_the_batch_in_training_and_the_running_statistics_after()
    {
        using var scope = NewDisposeScope();
        var layer = BatchNorm2d(2, momentum: 0.5);
        var x = rand(new long[] { 4, 2, 3, 3 }) * 5;
        var y = layer.call(x);
        Assert.True(y.mean([0, 2, 3]).abs().max().item<float>() < 1e-5);
        Assert.True(layer.running_mean!.allclose(x.mean([0, 2, 3]) * 0.5));
        Assert.True(layer.running_var!.allclose((x.var([0, 2, 3]) * 0.5) + 0.5));
        Assert.Equal(1, layer.num_batches_tracked!.item<long>());
        layer.eval();
        Assert.True(layer.call(x[0].unsqueeze(0)).allclose(layer.call(x)[0].unsqueeze(0), 1e-4, 1e-5));
    }

    [Fact]
    public void Group_and_layer_and_instance_norm_agree_where_they_mean_the_same()
    {
        using var scope = NewDisposeScope();
        var x = rand(2, 4, 3, 3);
        Assert.True(GroupNorm(4, 4).call(x).allclose(InstanceNorm2d(4).call(x), 1e-4, 1e-5));
        Assert.True(GroupNorm(1, 4).call(x).allclose(LayerNorm([4, 3, 3]).call(x), 1e-4, 1e-5));
    }

    [Fact]
    public void Pools_give_largest_values_and_means()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1, 1, 2, 5, 5, 7, 7, 8, 3, 1, 1, 0, 1, 2, 3, 4 }, [1, 1, 4, 4]);
        Assert.Equal([7f, 8, 3, 4], MaxPool2d(2).call(x).data<float>().ToArray());
        Assert.Equal([3.5f, 5.5f, 1.75f, 2f], AvgPool2d(2).call(x).data<float>().ToArray());
        Assert.Equal([7f, 7, 8, 7, 7, 8, 3, 3, 4], MaxPool2d(2, stride: 1).call(x).data<float>().ToArray());
        Assert.Equal(8, AdaptiveMaxPool2d([1, 1]).call(x).item<float>());
        Assert.Equal(51 / 16f, AdaptiveAvgPool2d(1).call(x).item<float>());
        var (_, indices) = MaxPool2d(2).forward_with_indices(x);
        Assert.Equal([5L, 7, 8, 15], indices.data<long>().ToArray());
        Assert.Equal([1, 1, 3, 3], MaxPool2d(2, ceil_mode: true).call(rand(1, 1, 5, 5)).shape);
        Assert.Equal([1, 2, 3, 3, 3], AvgPool3d(2).call(rand(new long[] { 1, 2, 6, 6, 6 })).shape);
        Assert.Equal([1, 2, 4], MaxPool1d(2).call(rand(1, 2, 8)).shape);
        Assert.Equal([1, 2, 5], AdaptiveAvgPool1d(5).call(rand(1, 2, 8)).shape);
    }

    [Fact]
    public void Interpolation_equals_the_written_values()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new double[] { 0, 1, 2, 3, 4, 5 }, [1, 1, 2, 3]);
        var free = Upsample([4, 5], mode: UpsampleMode.Bilinear, align_corners: false).call(x)[0, 0];
        var aligned = Upsample([4, 5], mode: UpsampleMode.Bilinear, align_corners: true).call(x)[0, 0];
        Golden.Equal(JsonNode.Parse("[[0,0.4,1,1.6,2],[0.75,1.15,1.75,2.35,2.75],[2.25,2.65,3.25,3.85,4.25],[3,3.4,4,4.6,5]]"), free);
        Golden.Equal(JsonNode.Parse("[[0,0.5,1,1.5,2],[1,1.5,2,2.5,3],[2,2.5,3,3.5,4],[3,3.5,4,4.5,5]]"), aligned);
        Assert.Equal([1, 1, 4, 6], F.interpolate(x, scale_factor: [2]).shape);
        Assert.Equal([1, 1, 1, 2], F.interpolate(x, scale_factor: [0.5, 0.7], mode: InterpolationMode.Area).shape);
        Assert.Throws<ArgumentException>(() => F.interpolate(x));
        Assert.Throws<ArgumentException>(() => F.interpolate(x, [4], mode: InterpolationMode.Trilinear));
    }

    [Fact]
    public void Dropout_acts_in_training_only_and_keeps_the_mean()
    {
        using var scope = NewDisposeScope();
        var layer = Dropout(0.25);
        var x = ones(100, 100);
        var y = layer.call(x);
        Assert.Equal(1, y.mean().item<float>(), 0.05);
        Assert.Equal(2, y.unique().output.numel());
        layer.eval();
        Assert.True(layer.call(x).eq(x).all().item<bool>());
        var channels = Dropout2d(0.5).call(ones(8, 8, 3, 3)).sum([2, 3]);
        Assert.True(channels.eq(0).logical_or(channels.eq(18)).all().item<bool>());
    }

    [Fact]
    public void An_embedding_looks_vectors_up_and_leaves_the_padding_alone()
    {
        using var scope = NewDisposeScope();
        var layer = Embedding(5, 3, padding_idx: -1);
        var y = layer.call(tensor(new long[,] { { 0, 4 }, { 1, 0 } }));
        Assert.Equal([2, 2, 3], y.shape);
        Assert.Equal(0, y[0, 1].abs().sum().item<float>());
        y.sum().backward();
        Assert.Equal([2f, 1, 0, 0, 0], layer.weight.grad!.mean([1]).data<float>().ToArray());
    }

    [Fact]
    public void Attention_is_the_softmax_of_scaled_products()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = (rand(2, 4, 8), rand(2, 6, 8), rand(2, 6, 5));
        var expected = (q.matmul(k.transpose(-2, -1)) / Math.Sqrt(8)).softmax(-1).matmul(v);
        Assert.True(expected.allclose(F.scaled_dot_product_attention(q, k, v), 1e-4, 1e-5));
        var causal = F.scaled_dot_product_attention(q, q, q, is_casual: true);
        Assert.True(causal[0, 0].allclose(q[0, 0]));
    }

    [Fact]
    public void Distances_and_contractions_are_those_of_their_formulas()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (rand(3, 4, float64), rand(3, 4, float64));
        var cosine = (a * b).sum(1) / (a.square().sum(1) * b.square().sum(1)).sqrt();
        Assert.True(CosineSimilarity().call(a, b).allclose(cosine));
        Assert.True(PairwiseDistance(eps: 0).call(a, b).allclose((a - b).square().sum(1).sqrt()));
        Assert.True(tensordot(a, b.t(), 1).allclose(a.matmul(b.t())));
        Assert.True(tensordot(a, b, [(0, 0), (1, 1)]).allclose((a * b).sum()));
        Assert.Throws<ArgumentOutOfRangeException>(() => a.tensordot(b, 3));
    }

    [Fact]
    public void Sampling_by_the_identity_gives_the_image_back()
    {
        using var scope = NewDisposeScope();
        var x = rand(1, 2, 4, 5);
        var grid = F.affine_grid(tensor(new float[] { 1, 0, 0, 0, 1, 0 }, [1, 2, 3]), [1, 2, 4, 5], align_corners: true);
        Assert.True(F.grid_sample(x, grid, align_corners: true).allclose(x, 1e-4, 1e-5));
    }

    [Fact]
    public void Channels_are_normalised_by_their_neighbours()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2, 3 }, [1, 3, 1]);
        var y = LocalResponseNorm(3, alpha: 3, beta: 1, k: 1).call(x).flatten();
        Assert.True(y.allclose(tensor(new[] { 1.0 / 6, 2.0 / 15, 3.0 / 14 }), 1e-12));
        Assert.Equal([1, 2, 5, 3, 2], F.pad(rand(new long[] { 1, 2, 3, 3, 2 }), [0, 0, 0, 0, 1, 1]).shape);
    }
}

using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Tests.Layers;

/// <summary>Each layer has the same meaning in 2D and 3D: shapes by the formulas, values by the two agreeing on a volume one voxel deep.</summary>
public class SpatialOpsTests
{
    private static readonly SpatialOps Flat = new(SpatialDims.Two);
    private static readonly SpatialOps Deep = new(SpatialDims.Three);

    public static TheoryData<string, long[], long[]> Shapes => new()
    {
        { "conv 3 stride 2 padding 1", [1, 4, 9, 12], [1, 6, 5, 6] },
        { "conv 1x7", [1, 4, 9, 12], [1, 6, 9, 6] },
        { "conv dilated in groups", [1, 4, 9, 12], [1, 6, 5, 8] },
        { "max pool 3 stride 2 ceil", [1, 4, 8, 12], [1, 4, 4, 6] },
        { "avg pool 2", [1, 4, 9, 12], [1, 4, 4, 6] },
        { "adaptive", [1, 4, 9, 12], [1, 4, 2, 2] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Outputs_have_the_size_of_the_formula(string layer, long[] input, long[] output)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(output, Make(Flat, layer).call(rand(input)).shape);
        long[] volume = [.. input[..2], 9, .. input[2..]];
        var deep = Make(Deep, layer).call(rand(volume)).shape;
        Assert.Equal(output[2..], deep[3..]);
        Assert.Equal(output[1], deep[1]);
    }

    [Fact]
    public void Pools_and_norms_agree_between_dimensions()
    {
        using var scope = NewDisposeScope();
        var image = rand(2, 4, 8, 10);
        var volume = image.unsqueeze(2);
        Assert.True(Flat.AvgPool(3, stride: 1, padding: 1, countPadding: false).call(image)
            .allclose(Deep.AvgPool((1, 3, 3), stride: 1, padding: (0, 1, 1), countPadding: false).call(volume).squeeze(2)));
        Assert.True(Flat.MaxPool(2).call(image).allclose(Deep.MaxPool((1, 2, 2)).call(volume).squeeze(2)));
        Assert.True(Flat.BatchNorm(4, eps: 0.1).call(image).allclose(Deep.BatchNorm(4, eps: 0.1).call(volume).squeeze(2), 1e-4, 1e-6));
        Assert.True(Flat.InstanceNorm(4).call(image).allclose(Deep.InstanceNorm(4).call(volume).squeeze(2), 1e-4, 1e-6));
        Assert.True(Flat.GroupNorm(2, 4).call(image).allclose(Deep.GroupNorm(2, 4).call(volume).squeeze(2), 1e-4, 1e-6));
        Assert.True(Flat.GlobalAverage(image).allclose(Deep.GlobalAverage(volume)));
    }

    [Fact]
    public void Channel_dropout_drops_whole_channels_in_training_only()
    {
        using var scope = NewDisposeScope();
        foreach (var (ops, shape) in new (SpatialOps, long[])[] { (Flat, [4, 64, 3, 3]), (Deep, [4, 64, 3, 3, 3]) })
        {
            var dropout = ops.ChannelDropout(0.5);
            dropout.train();
            var means = ops.GlobalAverage(dropout.call(ones(shape)));
            Assert.True((means.eq(0) | means.eq(2)).all().item<bool>());
            Assert.InRange(means.eq(0).sum().item<long>(), 64, 192);
            dropout.eval();
            Assert.True(dropout.call(ones(shape)).eq(1).all().item<bool>());
        }
    }

    [Fact]
    public void Numbers_for_the_wrong_axes_are_refused()
    {
        var problem = Assert.Throws<ArgumentException>(() => Deep.Conv(1, 1, (3, 3)));
        Assert.Contains("has 2 numbers, the layer has 3 spatial axes", problem.Message, StringComparison.Ordinal);
    }

    private static Module<Tensor, Tensor> Make(SpatialOps ops, string layer) => layer switch
    {
        "conv 3 stride 2 padding 1" => ops.Conv(4, 6, 3, stride: 2, padding: 1),
        "conv 1x7" => ops.Dims == SpatialDims.Two ? ops.Conv(4, 6, (1, 7)) : ops.Conv(4, 6, (1, 1, 7)),
        "conv dilated in groups" => ops.Conv(4, 6, 3, dilation: 2, groups: 2, bias: false),
        "max pool 3 stride 2 ceil" => ops.MaxPool(3, stride: 2, ceilMode: true),
        "avg pool 2" => ops.AvgPool(2),
        _ => ops.AdaptiveAvgPool(2),
    };
}

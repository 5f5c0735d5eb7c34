using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Models;

public class LayerTableTests
{
    [Fact]
    public void Standardised_convolutions_are_counted_and_see_as_others_do()
    {
        using var network = ModelTable.Find("timm_nfnet_l0").Build(new(SpatialDims.Two, InputChannels: 3, Outputs: 1000));
        var row = LayerTable.Of(network, [3, 224, 224]).Rows.First(row => row.Name == "stem.conv4");
        Assert.Equal(56L * 56 * 128 * 64 * 9, row.Macs);
        Assert.Equal([15, 15], row.View!.Size); // 3, and three times two neighbours at stride 2
    }

    [Fact]
    public void A_training_step_keeps_what_layers_give_but_not_what_works_in_place()
    {
        using var network = ModelTable.Find("simple-cnn").Build(new(SpatialDims.Two, InputChannels: 1, Outputs: 2));
        var table = LayerTable.Of(network, [1, 32, 32]);
        // The image; each stage: convolution, normalisation (ReLU in place), pooling; head: pooled features, logits.
        var expected = 1 * 32 * 32L;
        var (side, widths) = (32L, new[] { 16L, 32, 64, 128 });
        foreach (var (index, width) in widths.Index())
        {
            expected += 2 * width * side * side;
            side /= index < widths.Length - 1 ? 2 : 1;
            expected += index < widths.Length - 1 ? width * side * side : 0;
        }

        Assert.Equal(4 * 3 * (expected + 256 + 2), table.MemoryAt(3).Activations);
        Assert.Equal(2 * table.MemoryAt(3).Gradients, table.MemoryAt(3).OptimizerState);
    }

    // 3 + 2 (7 - 1) … along the longest path; the values are those of Araujo et al., https://distill.pub/2019/computing-receptive-fields/,
    // with the stride of a bottleneck in its 3x3 convolution.
    [Theory]
    [InlineData("resnet18", "layer4.1.conv2", 435, 32)]
    [InlineData("resnet50", "layer4.2.conv3", 427, 32)]
    [InlineData("densenet121", "features.norm5", 2071, 32)]
    public void Receptive_fields_follow_the_longest_path(string name, string layer, long size, long stride)
    {
        using var network = ModelTable.Find(name).Build(new(SpatialDims.Two, InputChannels: 1, Outputs: 2));
        var view = LayerTable.Of(network, [1, 64, 96]).Rows.Last(row => row.Name == layer).View!;
        Assert.Equal([size, size], view.Size);
        Assert.Equal([stride, stride], view.Stride);
    }

    [Fact]
    public void Volumes_have_three_axes_and_every_layer_its_shape()
    {
        using var network = ModelTable.Find("resnet18").Build(new(SpatialDims.Three, InputChannels: 1, Outputs: 2));
        var rows = LayerTable.Of(network, [1, 32, 48, 40]).Rows;
        Assert.Equal(("conv1", "Conv3d", 7L * 7 * 7 * 64), (rows[0].Name, rows[0].Kind, rows[0].Parameters));
        Assert.Equal([1, 64, 16, 24, 20], rows[0].Output!);
        Assert.Equal([7, 7, 7], rows[0].View!.Size);
        Assert.Equal(16 * 24 * 20 * 64 * 343L, rows[0].Macs);
        Assert.Equal(("fc", "Linear", 1026L, 1024L), (rows[^1].Name, rows[^1].Kind, rows[^1].Parameters, rows[^1].Macs));
        Assert.Null(rows[^1].View);
    }

    [Fact]
    public void The_network_is_left_as_it_was()
    {
        using var network = ModelTable.Find("simple-cnn").Build(new(SpatialDims.Two, InputChannels: 1, Outputs: 2));
        network.train();
        var rows = LayerTable.Of(network, [1, 32, 32]).Rows.Count;
        Assert.True(network.training);
        network.call(zeros([2, 1, 32, 32]));
        Assert.Equal(rows, LayerTable.Of(network, [1, 32, 32]).Rows.Count);
    }

    [Fact]
    public void An_unsuitable_input_is_refused()
    {
        using var network = ModelTable.Find("densenet121").Build(new(SpatialDims.Two, InputChannels: 1, Outputs: 2));
        Assert.Contains("at least 29", Assert.Throws<ArgumentException>(() => LayerTable.Of(network, [1, 28, 28])).Message,
            StringComparison.Ordinal);
    }
}

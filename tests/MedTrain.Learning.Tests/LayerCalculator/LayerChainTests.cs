using MedTrain.Learning.LayerCalculator;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.LayerCalculator;

public class LayerChainTests
{
    // The numbers that lectures on deep learning give for single layers.
    [Theory]
    [InlineData("1x256x256", "linear:outputs=16,bias=no", "16", 1_048_576)]
    [InlineData("1x85x85", "linear:outputs=4,bias=no", "4", 28_900)]
    [InlineData("784", "linear:outputs=10", "10", 7_850)]
    [InlineData("1x256x256", "linear:outputs=10", "10", 655_370)]
    [InlineData("1x256x256x256", "linear:outputs=10", "10", 167_772_170)]
    [InlineData("150", "linear:outputs=150,bias=no", "150", 22_500)]
    [InlineData("1x152", "local:outputs=1,kernel=3,bias=no", "1x150", 450)]
    [InlineData("1x152", "conv:outputs=1,kernel=3,bias=no", "1x150", 3)]
    [InlineData("1x28x28", "conv:outputs=1,kernel=3,bias=no", "1x26x26", 9)]
    [InlineData("1x28x28", "local:outputs=1,kernel=5", "1x24x24", 24 * 24 * 26)]
    [InlineData("1x9x9", "conv:outputs=4,kernel=3", "4x7x7", (4 * 9) + 4)]
    [InlineData("3x9x9", "conv:outputs=4,kernel=3", "4x7x7", (4 * 27) + 4)]
    [InlineData("16x32x32", "conv:outputs=128,kernel=3,padding=same", "128x32x32", (128 * 16 * 9) + 128)]
    [InlineData("3x7x7", "conv:outputs=2,kernel=3,stride=2", "2x3x3", (2 * 27) + 2)]
    public void Parameters_are_the_published_ones(string input, string layer, string output, long parameters)
    {
        var row = Calculate(input, layer)[0];
        Assert.Equal(output, string.Join('x', row.Output));
        Assert.Equal(parameters, row.Parameters);
    }

    [Theory]
    [InlineData("1x256x256", "conv:outputs=4,kernel=3,stride=3", "4x85x85", 28_900)]
    [InlineData("1x4x3", "conv:outputs=1,kernel=2", "1x3x2", 6)]
    [InlineData("1x4x4", "maxpool:kernel=2", "1x2x2", 4)]
    [InlineData("1x7x7", "conv:outputs=1,kernel=3", "1x5x5", 25)]
    [InlineData("1x7x7", "conv:outputs=1,kernel=3,stride=2", "1x3x3", 9)]
    [InlineData("1x7x7", "conv:outputs=1,kernel=3,padding=full", "1x9x9", 81)]
    [InlineData("1x5x5x5", "conv:outputs=1,kernel=3", "1x3x3x3", 27)]
    [InlineData("1x7x7", "maxpool:kernel=3,stride=2,ceil=yes", "1x3x3", 9)]
    [InlineData("1x8x8", "maxpool:kernel=3,stride=2,ceil=yes", "1x4x4", 16)]
    [InlineData("1x8x10", "avgpool:kernel=2x5", "1x4x2", 8)]
    [InlineData("8x4x4", "transposed:outputs=2,kernel=2,stride=2", "2x8x8", 128)]
    [InlineData("8x4x4", "globalpool", "8", 8)]
    public void Output_sizes_follow_the_formula(string input, string layer, string output, long values)
    {
        var row = Calculate(input, layer)[0];
        Assert.Equal(output, string.Join('x', row.Output));
        Assert.Equal(values, row.Values);
    }

    [Fact]
    public void Output_sizes_and_parameters_equal_those_of_real_layers()
    {
        var random = new Random(11);
        using var scope = NewDisposeScope();
        for (var trial = 0; trial < 60; trial++)
        {
            var (side, k, s, p, d, ceil) =
                (random.Next(7, 30), random.Next(1, 5), random.Next(1, 4), random.Next(0, 3), random.Next(1, 3), random.Next(2) == 1);
            var image = zeros(new long[] { 1, 4, side, side + 3 });
            using var conv = nn.Conv2d(4, 6, k, s, p, d, groups: 2);
            var row = Calculate($"4x{side}x{side + 3}", $"conv:outputs=6,kernel={k},stride={s},padding={p},dilation={d},groups=2")[0];
            Assert.Equal(conv.call(image).shape[1..], row.Output);
            Assert.Equal(conv.parameters().Sum(parameter => parameter.numel()), row.Parameters);
            using var enlarging = nn.ConvTranspose2d(4, 6, k + s, s, Math.Min(p, k));
            var transposed =
                Calculate($"4x{side}x{side + 3}", $"transposed:outputs=6,kernel={k + s},stride={s},padding={Math.Min(p, k)}")[0];
            Assert.Equal(enlarging.call(image).shape[1..], transposed.Output);
            Assert.Equal(enlarging.parameters().Sum(parameter => parameter.numel()), transposed.Parameters);
            p = Math.Min(p, k / 2);
            using var pool = nn.MaxPool2d(k, s, p, ceil_mode: ceil);
            Assert.Equal(pool.call(image).shape[1..],
                Calculate($"4x{side}x{side + 3}", $"maxpool:kernel={k},stride={s},padding={p},ceil={(ceil ? "yes" : "no")}")[0].Output);
        }
    }

    [Fact]
    public void The_receptive_field_grows_by_two_for_each_convolution_of_three()
    {
        var layers = Enumerable.Repeat("conv:kernel=3,padding=1", 3).ToArray();
        Assert.Equal([3L, 5, 7], Calculate("1x64", layers).Select(row => row.View!.Size[0]));
    }

    [Fact]
    public void Dilations_of_1_2_4_8_see_31_values()
    {
        var rows = Calculate("1x64", [.. new[] { 1, 2, 4, 8 }.Select(d => $"conv:kernel=3,dilation={d}")]);
        Assert.Equal([3L, 7, 15, 31], rows.Select(row => row.View!.Size[0]));
        Assert.Equal(34, rows[^1].Output[1]);
    }

    [Fact]
    public void Strides_multiply_and_widen_what_is_seen()
    {
        var rows =
            Calculate("1x5x5", "conv:kernel=3,padding=1,stride=2", "conv:kernel=3,padding=1,stride=2", "transposed:kernel=2,stride=2");
        Assert.Equal(["1x3x3", "1x2x2", "1x4x4"], rows.Select(row => string.Join('x', row.Output)));
        Assert.Equal([(3L, 2L), (7, 4), (7, 2)], rows.Select(row => (row.View!.Size[0], row.View.Stride[0])));
    }

    [Fact]
    public void A_small_network_has_its_62006_parameters()
    {
        var rows = Calculate(
            "3x32x32", "conv:outputs=6,kernel=5", "relu", "maxpool:kernel=2", "conv:outputs=16,kernel=5", "relu", "maxpool:kernel=2",
            "linear:outputs=120", "relu", "linear:outputs=84", "relu", "linear:outputs=10");
        Assert.Equal([456L, 2_416, 48_120, 10_164, 850], rows.Where(row => row.Parameters > 0).Select(row => row.Parameters));
        Assert.Equal(62_006, rows.Sum(row => row.Parameters));
        Assert.Equal((28L * 28 * 6 * 75) + (10 * 10 * 16 * 150) + 48_000 + 10_080 + 840, rows.Sum(row => row.Macs));
    }

    [Theory]
    [InlineData("1x5x5", "conf:kernel=3", "did you mean \"conv\"?")]
    [InlineData("1x5x5", "conv:kernal=3", "did you mean \"kernel\"?")]
    [InlineData("1x5x5", "conv:kernel=0", "a whole number from 1")]
    [InlineData("1x5x5", "conv:kernel=3x3x3", "3 numbers, the input 2")]
    [InlineData("1x5x5", "conv:kernel=7", "does not fit into a side of 5")]
    [InlineData("1x5x5", "conv:kernel=3,bias=maybe", "yes or no")]
    [InlineData("3x5x5", "conv:outputs=4,groups=2", "2 groups")]
    [InlineData("1x5x5", "linear", "write linear:outputs=10")]
    [InlineData("10", "conv:kernel=1", "without places")]
    public void What_cannot_be_is_refused_with_what_can(string input, string layer, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Calculate(input, layer)).Message, StringComparison.Ordinal);

    private static IReadOnlyList<CalculatedLayer> Calculate(string input, params string[] layers) =>
        LayerChain.Calculate([.. input.Split('x').Select(long.Parse)], [.. layers.Select(LayerSpec.Parse)]);
}

using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Modules;

/// <summary>
/// Volumes with channels last have operators of their own on the CPU: their values and gradients are those of libtorch's, which are
/// taken in float64.
/// </summary>
[Collection(DefaultGenerator.Name)]
public class ChannelsLastVolumes
{
    private static readonly (ScalarType Type, double Tolerance)[] Types = [(float32, 2e-6), (bfloat16, 2e-2)];

    public static TheoryData<int, int, long, long, long, long, bool> Convolutions => new()
    {
        { 16, 32, 3, 1, 1, 1, false },
        { 1, 8, 7, 2, 3, 1, true },
        { 5, 3, 3, 1, 0, 2, true },
        { 24, 16, 1, 1, 0, 1, false },
        { 4, 6, 2, 2, 0, 1, true },
    };

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void A_convolution_and_its_gradients_are_libtorchs(
        int inputs, int outputs, long kernel, long stride, long padding, long dilation, bool bias)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor[] given = [randn([2, inputs, 9, 8, 7], float64), randn([outputs, inputs, kernel, kernel, kernel], float64), randn(outputs, float64)];
        Compare(
            bias ? given : given[..2],
            parts => nn.functional.conv3d(
                parts[0], parts[1], parts.Length > 2 ? parts[2] : null, [stride, stride, stride], [padding, padding, padding],
                [dilation, dilation, dilation]));
    }

    [Theory]
    [InlineData(3, 2, 1, true)]
    [InlineData(2, 2, 0, true)]
    [InlineData(3, 1, 1, false)]
    [InlineData(2, 3, 1, true)]
    public void Pooling_and_its_gradients_are_libtorchs(long kernel, long stride, long padding, bool countsPadding)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        // Whole numbers that bfloat16 tells apart, none twice in a map: the largest of a window is the same one in every type.
        var x = stack([.. Enumerable.Range(0, 6).Select(_ => randperm(140, float64))]).reshape(2, 3, 7, 5, 4);
        long[] Each(long number) => [number, number, number];
        Compare([x], parts => nn.functional.avg_pool3d(parts[0], Each(kernel), Each(stride), Each(padding), count_include_pad: countsPadding));
        Compare([x], parts => nn.functional.max_pool3d(parts[0], Each(kernel), Each(stride), Each(padding)), isExact: true);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(64, 1)]
    public void Joined_channels_and_their_gradients_are_libtorchs(int first, int second)
    {
        using var scope = NewDisposeScope();
        foreach (long[] space in new long[][] { [4, 3, 5], [40, 60] })
        {
            Tensor[] given = [randn([2, first, .. space], float64), randn([2, second, .. space], float64)];
            Compare(given, parts => cat([parts[0], parts[1]], 1));
        }
    }

    [Fact]
    public void A_gradient_can_be_differentiated_again()
    {
        using var scope = NewDisposeScope();
        var results = new List<Tensor>();
        foreach (var last in new[] { false, true })
        {
            manual_seed(4);
            var x = Laid(randn([1, 4, 5, 6, 4]), last).requires_grad_();
            var weight = Laid(randn([6, 4, 3, 3, 3]), last).requires_grad_();
            var y = cat([nn.functional.conv3d(x, weight, null, [1, 1, 1], [1, 1, 1]), x], 1);
            var gradient = autograd.grad([(y * y).sum()], [x], create_graph: true)[0];
            gradient.pow(2).sum().backward();
            results.Add(weight.grad!);
        }

        Assert.True(results[0].allclose(results[1], 1e-3, 1e-2));
    }

    [Fact]
    public void Autocast_and_no_grad_give_what_training_does()
    {
        using var scope = NewDisposeScope();
        var x = Laid(randn([2, 8, 6, 6, 6]), last: true);
        var layer = nn.Conv3d(8, 16, 3, padding: 1);
        TorchExtras.Current.UseChannelsLast(layer);
        using var region = TorchExtras.Current.Autocast(DeviceType.CPU, ScalarType.BFloat16);
        var maps = layer.call(x);
        var trained = nn.functional.max_pool3d(maps, [2, 2, 2]);
        Assert.Equal(bfloat16, maps.dtype);
        // Without AVX-512 libtorch convolves, whose volumes come in its own order and are pooled in float32.
        Assert.Equal(maps.is_contiguous() ? float32 : bfloat16, trained.dtype);
        using var none = no_grad();
        Assert.True(trained.equal(nn.functional.max_pool3d(layer.call(x), [2, 2, 2])).all().item<bool>());
    }

    [Fact]
    public void What_does_not_fit_is_libtorchs_error()
    {
        using var scope = NewDisposeScope();
        var x = Laid(randn([2, 8, 6, 6, 6]), last: true);
        foreach (Action call in new Action[]
        {
            () => nn.functional.conv3d(x, randn([4, 7, 3, 3, 3])),
            () => nn.functional.conv3d(x, randn([4, 8, 9, 3, 3])),
            () => nn.functional.conv3d(x, randn([4, 8, 3, 3, 3]), randn([5])),
            () => nn.functional.conv3d(x, randn([4, 8, 3, 3, 3]), null, [0, 1, 1]),
            () => nn.functional.max_pool3d(x, [9, 1, 1]),
            () => nn.functional.avg_pool3d(x, [2, 2, 2], padding: [2, 2, 2]),
            () => cat([x, randn([2, 8, 6, 6, 5])], 1),
        })
        {
            Assert.ThrowsAny<Exception>(call);
        }
    }

    private static void Compare(Tensor[] given, Func<Tensor[], Tensor> function, bool isExact = false)
    {
        var (expected, expectedGradients) = Run(given, float64, last: false, function);
        foreach (var (type, tolerance) in Types)
        {
            var (actual, gradients) = Run(given, type, last: true, function);
            AssertNear(expected, actual, isExact ? 0 : tolerance);
            foreach (var (one, other) in expectedGradients.Zip(gradients))
            {
                AssertNear(one, other, tolerance);
            }
        }
    }

    private static (Tensor Output, Tensor[] Gradients) Run(Tensor[] given, ScalarType type, bool last, Func<Tensor[], Tensor> function)
    {
        Tensor[] parts = [.. given.Select(tensor => Laid(tensor.to(type), last).requires_grad_())];
        var output = function(parts);
        Assert.Equal(type, output.dtype);
        // Whole numbers, alike in every type.
        var weights = (arange(output.numel(), float64).remainder(7) - 3).reshape(output.shape);
        (output * weights.to(type)).sum().backward();
        return (output, [.. parts.Select(part => part.grad!)]);
    }

    private static Tensor Laid(Tensor tensor, bool last) =>
        last ? TorchExtras.Current.ToChannelsLast(tensor.detach()).clone() : tensor.detach().clone();

    private static void AssertNear(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual.to(float64)).abs().max().item<double>();
        Assert.True(difference <= tolerance * expected.abs().max().item<double>(), $"{actual.dtype}: {difference}");
    }
}

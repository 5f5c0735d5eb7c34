using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace MedTrain.Torch.Tests.Modules;

/// <summary>
/// Pooling of plain maps and volumes in float32 against float64, which libtorch does: rows of eight windows and fewer, windows that reach into the
/// padding on every side, overlap, or skip places; equal values, NaN, and windows of nothing but −∞.
/// </summary>
[Collection(DefaultGenerator.Name)]
public class Pooling
{
    private static readonly long[][] Maps = [[2, 3, 32, 32], [3, 5, 17, 23], [1, 2, 3, 40], [2, 3, 7, 3], [2, 2, 3, 19]];

    private static readonly Window[] Windows =
    [
        new([3, 3], [2, 2], [1, 1]), new([2, 2], [2, 2], [0, 0]), new([3, 3], [1, 1], [1, 1]), new([2, 2], [1, 1], [1, 1]),
        new([2, 2], [2, 2], [1, 1]), new([3, 3], [2, 1], [0, 1]), new([3, 3], [3, 3], [1, 1]), new([3, 2], [1, 2], [1, 1]),
    ];

    public static IEnumerable<object[]> Cases =>
        from map in Enumerable.Range(0, Maps.Length) from window in Enumerable.Range(0, Windows.Length) select new object[] { map, window };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_largest_value_its_place_and_its_gradient_are_those_of_float64(int map, int window)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (size, w) = (Maps[map], Windows[window]);
        var x = (randn(size) * 2).round(); // many equal ones
        x.narrow(3, 0, 1).fill_(double.NegativeInfinity);
        x.view(-1).slice(0, 50, long.MaxValue, 97).fill_(double.NaN);
        var (largest, places) = max_pool2d_with_indices(x, w.Kernel, w.Stride, w.Padding, null);

        var (expected, expectedPlaces) = max_pool2d_with_indices(x.to(float64), w.Kernel, w.Stride, w.Padding, null);

        Assert.True(largest.to(float64).allclose(expected, rtol: 0, atol: 0, equal_nan: true));
        Assert.Equal(expectedPlaces.data<long>(), places.data<long>());
        AssertGradients(x, input => max_pool2d(input, w.Kernel, w.Stride, w.Padding), room: 1e-6);
    }

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(3, 1, 1)]
    public void The_largest_value_of_volumes_its_place_and_its_gradient_are_those_of_float64(long kernel, long stride, long padding)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        foreach (var size in new long[][] { [2, 3, 5, 7, 19], [1, 2, 4, 6, 32], [2, 1, 3, 4, 5] })
        {
            var x = (randn(size) * 2).round();
            x.narrow(4, 0, 1).fill_(double.NegativeInfinity);
            x.view(-1).slice(0, 50, long.MaxValue, 97).fill_(double.NaN);
            long[] k = [kernel, kernel, kernel], s = [stride, stride, stride], p = [padding, padding, padding];

            var (largest, places) = max_pool3d_with_indices(x, k, s, p, null);

            var (expected, expectedPlaces) = max_pool3d_with_indices(x.to(float64), k, s, p, null);
            Assert.True(largest.to(float64).allclose(expected, rtol: 0, atol: 0, equal_nan: true));
            Assert.Equal(expectedPlaces.data<long>(), places.data<long>());
            AssertGradients(x, input => max_pool3d(input, k, s, p), room: 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_mean_and_its_gradient_are_those_of_float64(int map, int window)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var (size, w) = (Maps[map], Windows[window]);
        var x = randn(size);
        foreach (var (counts, divisor) in new (bool, long?)[] { (true, null), (false, null), (true, 5) })
        {
            Tensor Mean(Tensor input) => avg_pool2d(input, w.Kernel, w.Stride, w.Padding, ceil_mode: false, counts, divisor);

            Assert.True(Mean(x).to(float64).allclose(Mean(x.to(float64)), rtol: 0, atol: 1e-6));
            AssertGradients(x, Mean, room: 1e-6);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void The_gradient_of_means_with_channels_last_is_that_of_float64(ScalarType type)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        foreach (var (size, kernel) in new (long[], long[])[] { ([3, 5, 8, 6], [2, 2]), ([2, 19, 7, 9], [2, 2]), ([2, 4, 7, 10], [3, 2]) })
        {
            foreach (var divisor in new long?[] { null, 5 })
            {
                Tensor Mean(Tensor input) => avg_pool2d(input, kernel, divisor_override: divisor);
                var x = TorchExtras.Current.ToChannelsLast(randn(size).to(type)).detach().requires_grad_();
                var wide = x.detach().to(float64).requires_grad_();
                var dy = randn(Mean(wide).shape).to(type);

                Mean(x).backward([dy]);

                Mean(wide).backward([dy.to(float64)]);
                Assert.True(x.grad!.to(float64).allclose(wide.grad!, rtol: type == ScalarType.BFloat16 ? 1.0 / 256 : 1e-6, atol: 0));
            }
        }
    }

    [Fact]
    public void What_libtorch_refuses_is_refused()
    {
        using var scope = NewDisposeScope();
        var x = randn(1, 2, 9, 9);

        Assert.ThrowsAny<Exception>(() => max_pool2d(x, [3, 3], [2, 2], [2, 2]));
        Assert.ThrowsAny<Exception>(() => avg_pool2d(x, [11, 11], [2, 2]));
        Assert.ThrowsAny<Exception>(() => avg_pool2d(x, [2, 2], [2, 2], divisor_override: 0));
    }

    private static void AssertGradients(Tensor x, Func<Tensor, Tensor> pool, double room)
    {
        var narrow = x.detach().clone().requires_grad_();
        var wide = x.to(float64).requires_grad_();
        var y = pool(narrow);
        var dy = randn(y.shape);
        y.backward([dy]);
        pool(wide).backward([dy.to(float64)]);
        Assert.True(narrow.grad!.to(float64).allclose(wide.grad!, rtol: 0, atol: room));
    }

    private sealed record Window(long[] Kernel, long[] Stride, long[] Padding);
}

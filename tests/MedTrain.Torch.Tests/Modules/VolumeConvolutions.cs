using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Modules;

/// <summary>
/// 3D convolutions in the usual order of memory, values and gradients, against float64. Where the processor lacks AVX-512, the weights'
/// gradient is summed over rows of voxels where channels are few, voxel by voxel where they are many: rows longer than a vector or not a
/// multiple of it, channels, taps and outputs beside the blocks, strides that leave voxels over.
/// </summary>
[Collection(DefaultGenerator.Name)]
public class VolumeConvolutions
{
    public static TheoryData<int, int, long[], long[], long[], long> Shapes => new()
    {
        { 1, 8, [6, 5, 16], [3, 3, 3], [1, 1, 1], 1 },
        { 3, 5, [4, 7, 21], [3, 3, 3], [1, 1, 1], 1 },
        { 2, 6, [5, 6, 12], [1, 3, 5], [0, 1, 2], 1 },
        { 2, 4, [6, 6, 19], [5, 3, 7], [1, 0, 3], 1 },
        { 1, 1, [3, 3, 14], [3, 3, 3], [0, 0, 0], 1 },
        { 4, 4, [6, 6, 10], [3, 3, 3], [1, 1, 1], 1 },
        { 4, 4, [6, 6, 20], [1, 1, 1], [0, 0, 0], 1 },
        { 17, 7, [3, 3, 3], [3, 3, 3], [0, 0, 0], 1 },
        { 1, 20, [11, 12, 13], [7, 7, 7], [3, 3, 3], 2 },
        { 2, 3, [7, 8, 9], [3, 3, 3], [1, 1, 1], 2 },
        { 16, 16, [4, 5, 6], [3, 3, 3], [1, 1, 1], 1 },
        { 35, 18, [3, 10, 30], [3, 3, 3], [1, 1, 1], 1 },
        { 17, 7, [13, 11, 9], [1, 2, 3], [0, 1, 0], 3 },
        { 9, 40, [4, 4, 4], [2, 2, 2], [0, 0, 0], 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_and_gradients_are_those_of_float64(int inputs, int outputs, long[] size, long[] kernel, long[] padding, long stride)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor[] given = [randn([3, inputs, .. size], float64), randn([outputs, inputs, .. kernel], float64), randn(outputs, float64)];
        foreach (var wanted in new[] { new[] { true, true, true }, [false, true, false], [true, false, true] })
        {
            var expected = Run(given, wanted, padding, stride);
            var found = Run([.. given.Select(tensor => tensor.to(float32))], wanted, padding, stride);
            Assert.Equal(expected.Length, found.Length);
            foreach (var (a, b) in expected.Zip(found))
            {
                Assert.Equal(float32, b.dtype);
                Assert.Equal(a.shape, b.shape);
                Assert.True((a - b.to(float64)).abs().max().item<double>() < 2e-6 * a.abs().max().item<double>());
            }
        }
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(20, 24)]
    public void Memory_in_channels_last_order_gives_the_same(int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        Tensor[] given = [randn([2, inputs, 5, 6, 14], float64), randn([outputs, inputs, 3, 3, 3], float64), randn(outputs, float64)];
        var expected = Run(given, [true, true, true], [1, 1, 1]);
        var found = Run([.. given.Select(part => part.to(float32)).Select(part => part.dim() == 5 ? TorchExtras.Current.ToChannelsLast(part) : part)],
            [true, true, true], [1, 1, 1]);
        foreach (var (a, b) in expected.Zip(found)) Assert.True((a - b.to(float64)).abs().max().item<double>() < 2e-6 * a.abs().max().item<double>());
    }

    [OwnSumsFact]
    public void The_bits_of_many_channels_do_not_depend_on_the_threads()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        Tensor[] given = [randn([2, 20, 4, 9, 17]), randn([24, 20, 3, 3, 3]), randn(24)];
        var threads = get_num_threads();
        try
        {
            var gradients = new[] { 1, 2, 5 }.Select(count =>
            {
                set_num_threads(count);
                return Run(given, [false, true, false], [1, 1, 1])[1];
            }).ToArray();
            Assert.All(gradients, gradient => Assert.True(gradient.equal(gradients[0]).all().item<bool>()));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void Its_gradient_can_be_differentiated_again(int inputs)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (x, weight) = (randn([1, inputs, 4, 4, 13]), randn([3, inputs, 3, 3, 3]));
        var results = new[] { float64, float32 }.Select(type =>
        {
            var (volumes, filters) = (x.to(type).detach().requires_grad_(), weight.to(type).detach().requires_grad_());
            var y = nn.functional.conv3d(volumes, filters, null, [1, 1, 1], [1, 1, 1]);
            autograd.grad([(y * y).sum()], [filters], create_graph: true)[0].pow(2).sum().backward();
            return volumes.grad!.to(float64);
        }).ToArray();
        Assert.True((results[0] - results[1]).abs().max().item<double>() < 1e-5 * results[0].abs().max().item<double>());
    }

    private static Tensor[] Run(Tensor[] numbers, bool[] wanted, long[] padding, long stride = 1)
    {
        var parts = numbers.Zip(wanted, (tensor, isWanted) => tensor.detach().requires_grad_(isWanted)).ToArray();
        var y = nn.functional.conv3d(parts[0], parts[1], parts[2], [stride, stride, stride], padding);
        y.backward([(arange(y.numel(), float64) % 11 - 5).reshape(y.shape).to(y.dtype)]);
        return [y, .. parts.Where(part => part.requires_grad).Select(part => part.grad!)];
    }
}

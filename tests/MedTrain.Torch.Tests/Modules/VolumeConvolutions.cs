using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Modules;

/// <summary>
/// 3D convolutions in the usual order of memory, values and gradients, against float64. Where the processor lacks AVX-512, the weights'
/// gradient is summed over rows of voxels: rows longer than a vector or not a multiple of it, channels and taps beside the blocks.
/// </summary>
[Collection(DefaultGenerator.Name)]
public class VolumeConvolutions
{
    public static TheoryData<int, int, long[], long[], long[]> Shapes => new()
    {
        { 1, 8, [6, 5, 16], [3, 3, 3], [1, 1, 1] },
        { 3, 5, [4, 7, 21], [3, 3, 3], [1, 1, 1] },
        { 2, 6, [5, 6, 12], [1, 3, 5], [0, 1, 2] },
        { 2, 4, [6, 6, 19], [5, 3, 7], [1, 0, 3] },
        { 1, 1, [3, 3, 14], [3, 3, 3], [0, 0, 0] },
        { 4, 4, [6, 6, 10], [3, 3, 3], [1, 1, 1] },
        { 4, 4, [6, 6, 20], [1, 1, 1], [0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_and_gradients_are_those_of_float64(int inputs, int outputs, long[] size, long[] kernel, long[] padding)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor[] given = [randn([3, inputs, .. size], float64), randn([outputs, inputs, .. kernel], float64), randn(outputs, float64)];
        foreach (var wanted in new[] { new[] { true, true, true }, [false, true, false], [true, false, true] })
        {
            var expected = Run(given, wanted, padding);
            var found = Run([.. given.Select(tensor => tensor.to(float32))], wanted, padding);
            Assert.Equal(expected.Length, found.Length);
            foreach (var (a, b) in expected.Zip(found))
            {
                Assert.Equal(float32, b.dtype);
                Assert.Equal(a.shape, b.shape);
                Assert.True((a - b.to(float64)).abs().max().item<double>() < 2e-6 * a.abs().max().item<double>());
            }
        }
    }

    [Fact]
    public void Its_gradient_can_be_differentiated_again()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (x, weight) = (randn([1, 2, 4, 4, 13]), randn([3, 2, 3, 3, 3]));
        var results = new[] { float64, float32 }.Select(type =>
        {
            var (volumes, filters) = (x.to(type).detach().requires_grad_(), weight.to(type).detach().requires_grad_());
            var y = nn.functional.conv3d(volumes, filters, null, [1, 1, 1], [1, 1, 1]);
            autograd.grad([(y * y).sum()], [filters], create_graph: true)[0].pow(2).sum().backward();
            return volumes.grad!.to(float64);
        }).ToArray();
        Assert.True((results[0] - results[1]).abs().max().item<double>() < 1e-5 * results[0].abs().max().item<double>());
    }

    private static Tensor[] Run(Tensor[] numbers, bool[] wanted, long[] padding)
    {
        var parts = numbers.Zip(wanted, (tensor, isWanted) => tensor.detach().requires_grad_(isWanted)).ToArray();
        var y = nn.functional.conv3d(parts[0], parts[1], parts[2], [1, 1, 1], padding);
        y.backward([(arange(y.numel(), float64) % 11 - 5).reshape(y.shape).to(y.dtype)]);
        return [y, .. parts.Where(part => part.requires_grad).Select(part => part.grad!)];
    }
}

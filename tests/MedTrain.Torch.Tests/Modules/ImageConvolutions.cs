using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Modules;

/// <summary>
/// 2D convolutions of small images, values and gradients, against float64, in bfloat16 with channels last and in float32 in both orders of
/// memory: channels in whole and half panels, rows beside the tiles, an odd number of images, taps that fall beside the map on every side,
/// and strides that skip pixels.
/// </summary>
[Collection(DefaultGenerator.Name)]
public class ImageConvolutions
{
    private const double OneRounding = 1.0 / 256; // bfloat16 keeps eight bits

    private static readonly Row[] Rows =
    [
        // 128 places and more, all images together: fewer in float32 are left to libtorch
        new(33, 64, 64, [2, 2], [3, 3], [1, 1], [1, 1], [1, 1]),
        new(5, 32, 96, [5, 7], [3, 3], [1, 1], [1, 1], [1, 1]),
        new(13, 96, 32, [9, 4], [3, 3], [2, 2], [1, 1], [1, 1]),
        new(5, 160, 64, [6, 5], [1, 1], [1, 1], [0, 0], [1, 1]),
        new(2, 64, 32, [8, 7], [1, 1], [2, 2], [0, 0], [1, 1]),
        new(4, 32, 64, [11, 10], [5, 1], [3, 1], [2, 0], [1, 1]),
        new(3, 32, 32, [9, 12], [3, 2], [1, 2], [2, 0], [2, 3]),
        new(70, 32, 64, [3, 3], [3, 3], [1, 1], [3, 3], [1, 1]),
        new(1, 32, 32, [3, 3], [3, 3], [1, 1], [1, 1], [1, 1]),
        new(129, 64, 64, [4, 4], [3, 3], [2, 2], [0, 0], [1, 1]),
    ];

    public static TheoryData<int> Shapes => [.. Enumerable.Range(0, Rows.Length)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_and_gradients_of_bfloat16_are_rounded_once(int shape) => AssertRight(shape, bfloat16);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_and_gradients_of_float32_are_those_of_float64(int shape) => AssertRight(shape, float32);

    private static void AssertRight(int shape, ScalarType type)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var row = Rows[shape];
        var given = Numbers(row, type);
        bool[] both = [true, false], onlyLast = [true];
        foreach (var (imagesLast, weightLast) in from images in type == bfloat16 ? onlyLast : both from weight in both select (images, weight))
        {
            foreach (var wanted in new[] { new[] { true, true, true }, [false, true, false], [true, false, true] })
            {
                var expected = Run(row, [.. given.Select(tensor => tensor.to(float64))], wanted, false, false);
                var found = Run(row, given, wanted, weightLast, imagesLast);
                Assert.Equal(expected.Length, found.Length);
                foreach (var (a, b) in expected.Zip(found))
                {
                    Assert.Equal(type, b.dtype);
                    Assert.Equal(a.shape, b.shape);
                    var room = type == bfloat16 ? (a.abs() * OneRounding) + (a.abs().max() * 1e-5) : a.abs().max() * 4e-6;
                    Assert.True((b.to(float64) - a).abs().le(room).all().item<bool>());
                }
            }
        }
    }

    [Fact]
    public void The_order_of_memory_is_kept()
    {
        using var scope = NewDisposeScope();
        foreach (var last in new[] { true, false })
        {
            var images = rand(6, 32, 5, 5);
            if (last) images = TorchExtras.Current.ToChannelsLast(images);
            images.requires_grad_();
            var y = nn.functional.conv2d(images, rand(64, 32, 3, 3), null, [1, 1], [1, 1]);
            Assert.Equal(last ? 1 : 25, y.stride(1));
            Assert.Equal(last ? 1 : 25, autograd.grad([y.sum()], [images])[0].stride(1));
        }
    }

    [Fact]
    public void Its_gradient_can_be_differentiated_again()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var (x, weight) = (randn([7, 32, 4, 5]), randn([32, 32, 3, 3]));
        var results = new[] { float64, float32 }.Select(type =>
        {
            var (images, filters) = (x.to(type).detach().requires_grad_(), weight.to(type).detach().requires_grad_());
            var y = nn.functional.conv2d(images, filters, null, [1, 1], [1, 1]);
            autograd.grad([(y * y).sum()], [filters], create_graph: true)[0].pow(2).sum().backward();
            return images.grad!.to(float64);
        }).ToArray();
        Assert.True((results[0] - results[1]).abs().max().item<double>() < 1e-5 * results[0].abs().max().item<double>());
    }

    [Fact]
    public void The_bits_of_bfloat16_do_not_depend_on_the_number_of_threads() => AssertSameBits(bfloat16);

    [OwnSumsFact]
    public void The_bits_of_float32_do_not_depend_on_the_number_of_threads() => AssertSameBits(float32);

    private static void AssertSameBits(ScalarType type)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var row = new Row(7, 96, 64, [6, 6], [3, 3], [1, 1], [1, 1], [1, 1]);
        var given = Numbers(row, type);
        var threads = get_num_threads();
        try
        {
            var runs = new[] { 1, 2, 5 }.Select(count =>
            {
                set_num_threads(count);
                return Run(row, given, [true, true, true], true, type == bfloat16);
            }).ToArray();
            Assert.All(runs, run => Assert.All(run.Zip(runs[0]), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>())));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Wrong_shapes_are_reported_as_ever()
    {
        using var scope = NewDisposeScope();
        var images = TorchExtras.Current.ToChannelsLast(ones(2, 64, 3, 3, bfloat16));
        Assert.ThrowsAny<Exception>(() => nn.functional.conv2d(images, ones(64, 32, 3, 3, bfloat16)));
        Assert.ThrowsAny<Exception>(() => nn.functional.conv2d(images, ones(64, 64, 5, 5, bfloat16)));
        Assert.ThrowsAny<Exception>(() => nn.functional.conv2d(images, ones(64, 64, 3, 3, bfloat16), ones(32, bfloat16)));
        Assert.ThrowsAny<Exception>(() => nn.functional.conv2d(images, ones(64, 64, 3, 3)));
    }

    private static Tensor[] Numbers(Row row, ScalarType type) =>
    [
        randn([row.Images, row.Inputs, .. row.Size]).to(type),
        randn([row.Outputs, row.Inputs, .. row.Kernel]).to(type),
        randn(row.Outputs).to(type),
    ];

    private static Tensor[] Run(Row row, Tensor[] numbers, bool[] wanted, bool weightLast, bool imagesLast)
    {
        var parts = numbers.Zip(wanted, (tensor, isWanted) => tensor.detach().requires_grad_(isWanted)).ToArray();
        var images = imagesLast ? TorchExtras.Current.ToChannelsLast(parts[0]) : parts[0];
        var weight = weightLast ? TorchExtras.Current.ToChannelsLast(parts[1]) : parts[1];
        var y = nn.functional.conv2d(images, weight, parts[2], row.Stride, row.Padding, row.Dilation);
        y.backward([(arange(y.numel(), float64) % 11 - 5).reshape(y.shape).to(y.dtype)]);
        return [y, .. parts.Where(part => part.requires_grad).Select(part => part.grad!)];
    }

    /// <summary>Images, channels in and out, sides of the map and of the kernel, and how the kernel moves.</summary>
    private sealed record Row(long Images, long Inputs, long Outputs, long[] Size, long[] Kernel, long[] Stride, long[] Padding, long[] Dilation);
}

using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Modules;

/// <summary>
/// 2D convolutions of bfloat16 images with channels last, values and gradients, against float64: channels in whole and half panels, rows
/// beside the tiles, an odd number of images, taps that fall beside the map on every side, and strides that skip pixels.
/// </summary>
[Collection(DefaultGenerator.Name)]
public class ImageConvolutions
{
    private const double OneRounding = 1.0 / 256; // bfloat16 keeps eight bits

    private static readonly Row[] Rows =
    [
        new(4, 64, 64, [2, 2], [3, 3], [1, 1], [1, 1], [1, 1]),
        new(3, 32, 96, [5, 7], [3, 3], [1, 1], [1, 1], [1, 1]),
        new(1, 96, 32, [9, 4], [3, 3], [2, 2], [1, 1], [1, 1]),
        new(5, 160, 64, [6, 5], [1, 1], [1, 1], [0, 0], [1, 1]),
        new(2, 64, 32, [8, 7], [1, 1], [2, 2], [0, 0], [1, 1]),
        new(2, 32, 64, [11, 10], [5, 1], [3, 1], [2, 0], [1, 1]),
        new(3, 32, 32, [9, 12], [3, 2], [1, 2], [2, 0], [2, 3]),
        new(70, 32, 64, [3, 3], [3, 3], [1, 1], [3, 3], [1, 1]),
        new(2, 64, 64, [4, 4], [3, 3], [2, 2], [0, 0], [1, 1]),
    ];

    public static TheoryData<int> Shapes => [.. Enumerable.Range(0, Rows.Length)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_and_gradients_are_rounded_once(int shape)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var row = Rows[shape];
        var given = Numbers(row);
        foreach (var channelsLast in new[] { true, false }) // the weights; the images have channels last
        {
            foreach (var wanted in new[] { new[] { true, true, true }, [false, true, false], [true, false, true] })
            {
                var expected = Run(row, [.. given.Select(tensor => tensor.to(float64))], wanted, channelsLast: false);
                var found = Run(row, given, wanted, channelsLast);
                Assert.Equal(expected.Length, found.Length);
                foreach (var (a, b) in expected.Zip(found))
                {
                    Assert.Equal(bfloat16, b.dtype);
                    Assert.Equal(a.shape, b.shape);
                    var room = (a.abs() * OneRounding) + (a.abs().max() * 1e-5);
                    Assert.True((b.to(float64) - a).abs().le(room).all().item<bool>());
                }
            }
        }
    }

    [Fact]
    public void Its_bits_do_not_depend_on_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var row = new Row(7, 96, 64, [6, 6], [3, 3], [1, 1], [1, 1], [1, 1]);
        var given = Numbers(row);
        var threads = get_num_threads();
        try
        {
            var runs = new[] { 1, 2, 5 }.Select(count =>
            {
                set_num_threads(count);
                return Run(row, given, [true, true, true], channelsLast: true);
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

    private static Tensor[] Numbers(Row row) =>
    [
        randn([row.Images, row.Inputs, .. row.Size]).bfloat16(),
        randn([row.Outputs, row.Inputs, .. row.Kernel]).bfloat16(),
        randn(row.Outputs).bfloat16(),
    ];

    private static Tensor[] Run(Row row, Tensor[] numbers, bool[] wanted, bool channelsLast)
    {
        var parts = numbers.Zip(wanted, (tensor, isWanted) => tensor.detach().requires_grad_(isWanted)).ToArray();
        var extras = TorchExtras.Current;
        var images = parts[0].dtype == bfloat16 ? extras.ToChannelsLast(parts[0]) : parts[0];
        var weight = channelsLast ? extras.ToChannelsLast(parts[1]) : parts[1];
        var y = nn.functional.conv2d(images, weight, parts[2], row.Stride, row.Padding, row.Dilation);
        y.backward([(arange(y.numel(), float64) % 11 - 5).reshape(y.shape).to(y.dtype)]);
        return [y, .. parts.Where(part => part.requires_grad).Select(part => part.grad!)];
    }

    /// <summary>Images, channels in and out, sides of the map and of the kernel, and how the kernel moves.</summary>
    private sealed record Row(long Images, long Inputs, long Outputs, long[] Size, long[] Kernel, long[] Stride, long[] Padding, long[] Dilation);
}

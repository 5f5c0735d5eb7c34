using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Tensors;

/// <summary>
/// What is computed of bfloat16 numbers is computed in float32 and rounded once, on processors with instructions for them and on those
/// without: here values and gradients are compared with float64.
/// </summary>
[Collection(DefaultGenerator.Name)]
public class ShortNumbers
{
    private const double OneRounding = 1.0 / 256; // bfloat16 keeps eight bits

    public static TheoryData<string> Products => ["mm", "addmm", "bmm", "baddbmm", "matmul", "linear"];

    [Theory]
    [MemberData(nameof(Products))]
    public void A_product_is_rounded_once(string product)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (a, b, offset) = (randn(3, 20, 30), randn(3, 30, 40), randn(3, 20, 40));
        (Tensor[] given, Func<Tensor[], Tensor> product) row = product switch
        {
            "mm" => ([a[0], b[0]], of => of[0].mm(of[1])),
            "addmm" => ([offset[0], a[0], b[0]], of => of[0].addmm(of[1], of[2], 0.5f, 2f)),
            "bmm" => ([a, b], of => of[0].bmm(of[1])),
            "baddbmm" => ([offset, a, b], of => of[0].baddbmm(of[1], of[2], 0.5f, 2f)),
            "matmul" => ([a, b[0]], of => of[0].matmul(of[1])),
            _ => ([a, b[0].t(), offset[0, 0]], of => nn.functional.linear(of[0], of[1], of[2])),
        };
        Compare(row.given, row.product);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void A_convolution_is_rounded_once(int dims, long groups)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        long[] Each(long count) => [.. Enumerable.Repeat(count, dims)];
        Tensor[] given = [randn([2, 4, .. Each(9)]), randn([6, 4 / groups, .. Each(3)]), randn(6)];
        Compare(given, of => dims switch
        {
            1 => nn.functional.conv1d(of[0], of[1], of[2], 2, 1, 1, groups),
            2 => nn.functional.conv2d(of[0], of[1], of[2], Each(2), Each(1), Each(1), groups),
            _ => nn.functional.conv3d(of[0], of[1], of[2], Each(2), Each(1), Each(1), groups),
        });
    }

    public static TheoryData<string> Others => ["relu6", "max_pool3d", "max_pool3d with indices", "avg_pool3d"];

    [Theory]
    [MemberData(nameof(Others))]
    public void What_libtorch_may_lack_is_rounded_once(string operation)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        // Whole numbers, none twice in a map: the largest of a window is the same one in every type.
        var volumes = stack([.. Enumerable.Range(0, 6).Select(_ => randperm(140, float32))]).reshape(2, 3, 7, 5, 4);
        long[] two = [2, 2, 2], three = [3, 3, 3];
        Compare([operation == "relu6" ? randn(20, 30) * 4 : volumes], of => operation switch
        {
            "relu6" => nn.functional.relu6(of[0]),
            "max_pool3d" => nn.functional.max_pool3d(of[0], three, two, [1, 1, 1]),
            "avg_pool3d" => nn.functional.avg_pool3d(of[0], three, two, [1, 1, 1]),
            _ => nn.functional.max_pool3d_with_indices(of[0], two).output,
        });
    }

    [Fact]
    public void Layers_are_normalised_with_weights_in_float32()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        Tensor[] given = [randn(6, 5, 24).bfloat16(), randn(24), randn(24)];
        Tensor Normalise(Tensor[] of) => nn.functional.layer_norm(of[0], [24], of[1], of[2]);
        var (values, gradients) = Run([.. given.Select(tensor => tensor.to(float64))], Normalise);
        var (found, foundGradients) = Run(given, Normalise);
        Assert.Equal([bfloat16, bfloat16, float32, float32], foundGradients.Prepend(found).Select(tensor => tensor.dtype));
        foreach (var (expected, actual) in gradients.Prepend(values).Zip(foundGradients.Prepend(found)))
        {
            Assert.True((actual.to(float64) - expected).abs().max().item<double>() < OneRounding * expected.abs().max().item<double>());
        }
    }

    [Fact]
    public void Types_are_not_mixed()
    {
        using var scope = NewDisposeScope();
        var (shorts, floats) = (ones(4, 4, bfloat16), ones(4, 4));
        Assert.ThrowsAny<Exception>(() => shorts.mm(floats));
        Assert.ThrowsAny<Exception>(() => floats.unsqueeze(0).bmm(shorts.unsqueeze(0)));
        Assert.ThrowsAny<Exception>(() => nn.functional.conv1d(shorts.unsqueeze(0), ones(2, 4, 3)));
    }

    private static void Compare(Tensor[] numbers, Func<Tensor[], Tensor> product)
    {
        var rounded = numbers.Select(tensor => tensor.bfloat16().detach()).ToArray();
        var (values, gradients) = Run([.. rounded.Select(tensor => tensor.to(float64))], product);
        var (found, foundGradients) = Run(rounded, product);
        Assert.All(foundGradients.Prepend(found), tensor => Assert.Equal(bfloat16, tensor.dtype));
        foreach (var (expected, actual) in gradients.Prepend(values).Zip(foundGradients.Prepend(found)))
        {
            // Beside the one rounding, another of the sum's largest parts: oneDNN's kernels differ in what they add to an output.
            var room = (expected.abs() + expected.abs().max()) * OneRounding;
            Assert.True((actual.to(float64) - expected).abs().le(room).all().item<bool>());
        }
    }

    private static (Tensor Values, Tensor[] Gradients) Run(Tensor[] numbers, Func<Tensor[], Tensor> product)
    {
        var parts = numbers.Select(tensor => tensor.detach().requires_grad_()).ToArray();
        var values = product(parts);
        // Whole weights, which both types hold exactly.
        values.backward([(arange(values.numel(), float64) % 7 - 3).reshape(values.shape).to(values.dtype)]);
        return (values, [.. parts.Select(part => part.grad!)]);
    }
}

using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace MedTrain.Torch.Tests.Autograd;

/// <summary>Gradients against central differences in float64.</summary>
public class FiniteDifferences
{
    private const double Step = 1e-6;
    private const double Tolerance = 1e-7;

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, long[] Shape)> Functions = new()
    {
        ["add"] = (x => x + (2 * x), [3, 2]),
        ["broadcast product"] = (x => x * x.sum(0, keepdim: true), [3, 2]),
        ["quotient"] = (x => 1 / (x.square() + 1), [4]),
        ["power"] = (x => (x.square() + 0.5).pow(1.5), [4]),
        ["exp log"] = (x => (x.exp() + 1).log(), [4]),
        ["tanh sin atan"] = (x => x.tanh() * x.sin() + x.atan(), [4]),
        ["erf sqrt"] = (x => x.erf() * (x.square() + 1).sqrt(), [4]),
        ["matmul"] = (x => x.matmul(x.t()), [3, 4]),
        ["bmm"] = (x => x.bmm(x.transpose(1, 2)), [2, 3, 4]),
        ["einsum"] = (x => einsum("ij,kj->ik", x, x), [3, 2]),
        ["inverse"] = (x => (x.matmul(x.t()) + eye(3, dtype: float64)).inverse(), [3, 3]),
        ["mean var"] = (x => x.var([1]) + x.mean([1]), [3, 4]),
        ["max along"] = (x => x.max(1).values, [3, 4]),
        ["logsumexp"] = (x => x.logsumexp(1), [3, 4]),
        ["cumsum"] = (x => x.cumsum(0).square(), [4, 2]),
        ["norm"] = (x => x.norm(1, p: 3), [3, 4]),
        ["softmax"] = (x => x.softmax(1).square(), [3, 4]),
        ["log_softmax"] = (x => x.log_softmax(1).square(), [3, 4]),
        ["gather"] = (x => x.gather(1, tensor(new long[,] { { 0, 2 }, { 1, 1 } })).square(), [2, 3]),
        ["index"] = (x => x[TensorIndex.Tensor(tensor(new long[] { 1, 1, 0 })), TensorIndex.Slice(1, 3)].square(), [2, 4]),
        ["masked"] = (x => x.masked_fill(tensor(new[] { true, false, true }), 0).square(), [2, 3]),
        ["where"] = (x => where(tensor(new[] { true, false, true }), x.square(), x * 3), [2, 3]),
        ["cat stack"] = (x => cat([x, stack([x[0], x[1]]) * 2], 1).square(), [2, 3]),
        ["pad flip roll"] = (x => F.pad(x, [1, 2]).flip(1).roll(1, 1).square(), [2, 3]),
        ["view permute"] = (x => x.permute(1, 0).reshape(2, 3).square(), [2, 3]),
        ["conv1d"] = (x => F.conv1d(x, Weights(2, 2, 3), padding: 1), [1, 2, 5]),
        ["conv2d strided"] = (x => F.conv2d(x, Weights(2, 2, 3, 3), strides: [2, 1], padding: [1, 0]), [1, 2, 5, 4]),
        ["conv3d"] = (x => F.conv3d(x, Weights(2, 1, 2, 2, 2)), [1, 1, 3, 3, 3]),
        ["conv_transpose2d"] = (x => F.conv_transpose2d(x, Weights(2, 1, 2, 2), strides: [2, 2]), [1, 2, 3, 3]),
        ["conv_transpose3d"] = (x => F.conv_transpose3d(x, Weights(1, 2, 2, 2, 2)), [1, 1, 2, 2, 2]),
        ["linear"] = (x => F.linear(x, Weights(3, 4)), [2, 4]),
        ["batch_norm"] = (x => F.batch_norm(x, null, null, training: true).pow(3), [4, 2, 3]),
        ["group_norm"] = (x => F.group_norm(x, 2).pow(3), [2, 4, 3]),
        ["layer_norm"] = (x => F.layer_norm(x, [4]).pow(3), [3, 4]),
        ["instance_norm"] = (x => F.instance_norm(x).pow(3), [2, 2, 4]),
        ["max_pool2d"] = (x => F.max_pool2d(x, 2).square(), [1, 1, 4, 4]),
        ["avg_pool3d"] = (x => F.avg_pool3d(x, [2, 2, 2]).square(), [1, 1, 4, 4, 4]),
        ["adaptive_avg_pool2d"] = (x => F.adaptive_avg_pool2d(x, 3).square(), [1, 1, 5, 4]),
        ["interpolate"] = (x => F.interpolate(x, [5, 7], mode: InterpolationMode.Bilinear).square(), [1, 1, 3, 4]),
        ["interpolate 3d"] = (x => F.interpolate(x, [3, 3, 4], mode: InterpolationMode.Trilinear).square(), [1, 1, 2, 2, 3]),
        ["grid_sample"] = (x => F.grid_sample(Weights(1, 1, 4, 4), x.tanh().reshape(1, 2, 2, 2)), [8]),
        ["attention"] = (x => F.scaled_dot_product_attention(x, x * 2, x.square()), [1, 3, 2]),
        ["gelu elu silu"] = (x => F.gelu(x) + F.elu(x, 1.3) + F.silu(x) + F.mish(x) + F.softplus(x), [5]),
        ["local_response_norm"] = (x => F.local_response_norm(x, 3, alpha: 0.5), [1, 4, 2]),
        ["normalize"] = (x => F.normalize(x), [3, 4]),
    };

    public static TheoryData<string> Known => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Known))]
    public void Gradients_equal_central_differences(string name)
    {
        using var scope = NewDisposeScope();
        var (function, shape) = Functions[name];
        using var source = new Generator(3);
        var x = randn(shape, float64, generator: source).requires_grad_();
        var weights = randn(function(x).shape, float64, generator: source);
        (function(x) * weights).sum().backward();
        var gradient = x.grad!.flatten().data<double>().ToArray();
        using var mode = no_grad();
        var flat = x.detach().flatten();
        for (var i = 0; i < flat.numel(); i++)
        {
            var difference = (Value(i, Step) - Value(i, -Step)) / (2 * Step);
            Assert.True(
                Math.Abs(difference - gradient[i]) <= Tolerance * Math.Max(1, Math.Abs(difference)),
                $"element {i}: {gradient[i]} against {difference}");
        }

        double Value(int element, double step)
        {
            using var inner = NewDisposeScope();
            var moved = flat.clone();
            moved[element] = moved[element] + step;
            return (function(moved.reshape(shape)) * weights).sum().item<double>();
        }
    }

    private static Tensor Weights(params long[] shape) =>
        linspace(-1, 1, shape.Aggregate(1L, (a, b) => a * b), float64).cos().reshape(shape);
}

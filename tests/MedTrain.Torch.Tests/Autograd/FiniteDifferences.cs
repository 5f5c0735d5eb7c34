using TorchSharp;
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
        ["max_unpool2d"] = (x => Unpooled(x).square(), [1, 1, 4, 4]),
        ["fold"] = (x => F.fold(x, 3, 2).square(), [1, 4, 4]),
        ["unfold"] = (x => F.unfold(x, (2, 2), padding: (1, 0)).square(), [1, 2, 3, 3]),
        ["pixel_shuffle and back"] = (x => F.pixel_unshuffle(F.pixel_shuffle(x, 2).square(), 2), [1, 4, 2, 2]),
        ["conv_transpose1d"] = (x => F.conv_transpose1d(x, Weights(2, 2, 3), stride: 2), [1, 2, 4]),
        ["conv2d grouped dilated"] = (x => F.conv2d(x, Weights(2, 1, 2, 2), dilation: [2, 1], groups: 2), [1, 2, 4, 4]),
        ["conv weights"] = (w => F.conv2d(Weights(1, 2, 4, 4), w, padding: [1, 1]).square(), [2, 2, 3, 3]),
        ["linear weights"] = (w => F.linear(Weights(3, 4), w).square(), [2, 4]),
        ["embedding weights"] = (w => w.index_select(0, tensor(new long[] { 1, 0, 1 })).square(), [2, 3]),
        ["max_pool1d"] = (x => F.max_pool1d(x, 2).square(), [1, 2, 6]),
        ["max_pool3d"] = (x => F.max_pool3d(x, [2, 2, 2]).square(), [1, 1, 4, 4, 4]),
        ["avg_pool1d"] = (x => F.avg_pool1d(x, 2).square(), [1, 2, 6]),
        ["avg_pool2d padded"] = (x => F.avg_pool2d(x, [3, 3], [1, 1], [1, 1], count_include_pad: false).square(), [1, 1, 3, 4]),
        ["adaptive_avg_pool1d"] = (x => F.adaptive_avg_pool1d(x, 3).square(), [1, 2, 5]),
        ["adaptive_avg_pool3d"] = (x => F.adaptive_avg_pool3d(x, [2, 1, 2]).square(), [1, 1, 3, 3, 4]),
        ["adaptive_max_pool2d"] = (x => F.adaptive_max_pool2d(x, [2, 2]).square(), [1, 1, 5, 4]),
        ["reflect"] = (x => F.pad(x, [1, 2], TorchSharp.PaddingModes.Reflect).square(), [1, 2, 4]),
        ["replicate"] = (x => F.pad(x, [1, 2, 0, 1], TorchSharp.PaddingModes.Replicate).square(), [1, 1, 3, 3]),
        ["circular"] = (x => F.pad(x, [1, 2], TorchSharp.PaddingModes.Circular).square(), [1, 2, 4]),
        ["nearest"] = (x => F.interpolate(x, [5], mode: InterpolationMode.Nearest).square(), [1, 2, 3]),
        ["linear interpolation"] = (x => F.interpolate(x, [5], mode: InterpolationMode.Linear).square(), [1, 2, 3]),
        ["bicubic"] = (x => F.interpolate(x, [5, 4], mode: InterpolationMode.Bicubic, align_corners: true).square(), [1, 1, 3, 3]),
        ["area"] = (x => F.interpolate(x, [2, 3], mode: InterpolationMode.Area).square(), [1, 1, 4, 5]),
        ["grid_sample border"] = (
            x => F.grid_sample(x, Weights(1, 2, 2, 2) * 1.4, padding_mode: GridSamplePaddingMode.Border).square(), [1, 1, 3, 3]),
        ["masked attention"] = (
            x => F.scaled_dot_product_attention(x, x * 2, x.square(), ones(3, 3, ScalarType.Bool).tril()), [1, 3, 2]),
        ["prod cumprod"] = (x => x.prod(1).square().sum() + x.cumprod(0), [3, 3]),
        ["sort topk"] = (x => x.sort(1).Values * x.topk(3, 1).values.square(), [2, 3]),
        ["kthvalue"] = (x => Tensor.kthvalue(x, 2, 1).Item1.square(), [2, 3]),
        ["scatter"] = (x => x.scatter_add(1, tensor(new long[,] { { 0, 0 }, { 2, 1 } }), x[.., ..2].square()), [2, 3]),
        ["index_add"] = (x => x.index_add(0, tensor(new long[] { 1, 1 }), x.square(), 2), [2, 3]),
        ["tensordot"] = (x => x.inner(x).matmul(x), [3, 3]),
        ["take_along_dim"] = (x => x.take_along_dim(tensor(new long[,] { { 2, 0 } }), 1).square(), [1, 3]),
        ["diff trapezoid"] = (x => x.diff().square().sum() + x.square().trapezoid(0.5), [2, 4]),
        ["cross entropy"] = (
            x => F.cross_entropy(x, tensor(new long[] { 2, 0 }), tensor(new[] { 1.0, 2, 3 }), label_smoothing: 0.1), [2, 3]),
        ["lstm"] = (x => Filled(nn.LSTM(3, 2, bidirectional: true)).call(x).Item1.square(), [3, 1, 3]),
        ["gru"] = (x => Filled(nn.GRU(3, 2, 2)).call(x).Item1.square(), [3, 1, 3]),
        ["encoder layer"] = (x => Filled(nn.TransformerEncoderLayer(4, 2, 6, 0)).call(x).square(), [2, 1, 4]),
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

    private static Tensor Unpooled(Tensor x)
    {
        var (values, indices) = F.max_pool2d_with_indices(x, [2, 2]);
        return F.max_unpool2d(values, indices, [2, 2]);
    }

    // Weights by a formula, so that each evaluation has the same.
    private static T Filled<T>(T layer)
        where T : nn.Module
    {
        layer.to(float64).eval();
        using var mode = no_grad();
        foreach (var parameter in layer.parameters())
        {
            parameter.copy_(Weights(parameter.shape) * 0.4);
        }

        return layer;
    }
}

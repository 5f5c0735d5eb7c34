using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Torch.Tests.Modules;

/// <summary>Batch normalisation, what a shortcut adds, and ReLU in one operator equal them one after the other.</summary>
[Collection(DefaultGenerator.Name)]
public class RectifiedNorms
{
    public static TheoryData<long[], bool, string, double> Cases => new()
    {
        { [4, 3, 5, 7], false, nameof(float64), 1e-12 },
        { [4, 3, 5, 7], true, nameof(float64), 1e-12 },
        { [2, 5, 3, 4, 6], true, nameof(float64), 1e-12 },
        { [3, 6, 40], false, nameof(float64), 1e-12 },
        { [2, 96, 33, 9], true, nameof(float32), 1e-5 },
        { [2, 9, 48, 48], false, nameof(float32), 1e-5 },
        { [4, 16, 12, 12], true, nameof(bfloat16), 1e-2 },
        { [4, 16, 12, 12], false, nameof(bfloat16), 1e-2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_gradients_and_running_statistics_are_those_of_the_two_layers(
        long[] shape, bool channelsLast, string typeName, double tolerance)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var type = typeName == nameof(float64) ? float64 : typeName == nameof(float32) ? float32 : bfloat16;
        var x = (randn(shape) * 2 + 1).to(type);
        x = channelsLast ? TorchExtras.Current.ToChannelsLast(x) : x;
        var seed = randn(shape).to(type);
        foreach (var shortcut in new[] { null, (randn_like(x) * 0.5).to(type) })
        {
            // Rounded between the layers, bfloat16 numbers near zero would fall on the ReLU's other side.
            var wide = type == bfloat16 ? float64 : type;
            var apart = Run(x.to(wide), shortcut?.to(wide), seed.to(wide), Apart);
            var together = Run(x, shortcut, seed, TorchExtras.Current.Rectified);
            Assert.Equal(apart.Keys, together.Keys);
            foreach (var (name, expected) in apart)
            {
                var scale = expected.abs().max().to(float64).item<double>() + 1e-30;
                var difference = (expected.to(float64) - together[name].to(float64)).abs().max().item<double>();
                Assert.True(difference <= tolerance * scale, $"{name} differs by {difference} of {scale}");
            }

            Assert.Equal(x.stride(), together["y"].stride());
            Assert.Equal(1, together["count"].item<long>());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_bits_do_not_depend_on_the_number_of_threads(bool channelsLast)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var x = (randn(new long[] { 5, 24, 31, 17 }, float64) * 2) + 1; // single precision would round the order of the sums away
        x = channelsLast ? TorchExtras.Current.ToChannelsLast(x) : x;
        var (seed, shortcut) = (randn(x.shape, float64), randn_like(x));
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var alone = Run(x, shortcut, seed, TorchExtras.Current.Rectified);
            set_num_threads(3);
            var shared = Run(x, shortcut, seed, TorchExtras.Current.Rectified);
            Assert.All(alone, entry => Assert.True(entry.Value.eq(shared[entry.Key]).all().item<bool>(), entry.Key));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_can_be_differentiated_twice(bool hasShortcut)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var (norm, relu) = (BatchNorm2d(3).to(float64), ReLU());
        var x = randn(new long[] { 2, 3, 2, 2 }, float64, requires_grad: true);
        var direction = randn(new long[] { 2, 3, 2, 2 }, float64);
        var expected = Curvature(Apart);
        Assert.True(expected.abs().max().item<double>() > 0.01);
        Assert.True(expected.allclose(Curvature(TorchExtras.Current.Rectified), 1e-9, 1e-12));

        Tensor Curvature(Fused apply)
        {
            var added = hasShortcut ? x.flip(0).sin() : null;
            var y = apply(norm, relu, x, added);
            var slope = autograd.grad([(y.pow(3) + (y * direction)).sum()], [x], create_graph: true)[0];
            return autograd.grad([(slope * direction).sum()], [x])[0];
        }
    }

    [Fact]
    public void A_chain_runs_them_as_one_unless_a_hook_watches()
    {
        using var scope = NewDisposeScope();
        var chain = Sequential(("norm", BatchNorm2d(2)), ("relu", ReLU()), ("last", Identity()));
        var x = randn(3, 2, 4, 4);
        var seen = 0;
        var expected = functional.relu(functional.batch_norm(x, null, null, ones(2), zeros(2), true));
        Assert.True(expected.allclose(chain.call(x), 1e-5, 1e-6));
        ((Module<Tensor, Tensor>)chain[1]).register_forward_hook((_, _, result) =>
        {
            seen++;
            return result;
        });
        Assert.True(expected.allclose(chain.call(x), 1e-5, 1e-6));
        Assert.Equal(1, seen);
    }

    [Fact]
    public void A_shortcut_may_be_all_that_is_differentiated_twice()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var (norm, relu) = (BatchNorm2d(2).to(float64), ReLU());
        norm.weight!.requires_grad_(false);
        norm.bias!.requires_grad_(false);
        var (x, shortcut) = (randn(new long[] { 3, 2, 4, 4 }, float64), randn(new long[] { 3, 2, 4, 4 }, float64, requires_grad: true));
        Assert.True(Curvature(Apart).allclose(Curvature(TorchExtras.Current.Rectified), 1e-9, 1e-12));

        Tensor Curvature(Fused apply)
        {
            var slope = autograd.grad([apply(norm, relu, x, shortcut).pow(3).sum()], [shortcut], create_graph: true)[0];
            return autograd.grad([slope.pow(2).sum()], [shortcut])[0];
        }
    }

    [Fact]
    public void It_needs_no_running_statistics()
    {
        using var scope = NewDisposeScope();
        var (norm, relu) = (BatchNorm2d(2, track_running_stats: false), ReLU());
        var (x, shortcut) = (randn(new long[] { 3, 2, 4, 4 }, requires_grad: true), randn(3, 2, 4, 4));
        Assert.True(Apart(norm, relu, x, shortcut).allclose(TorchExtras.Current.Rectified(norm, relu, x, shortcut), 1e-5, 1e-6));
    }

    [Fact]
    public void Evaluation_uses_the_running_statistics()
    {
        using var scope = NewDisposeScope();
        var (norm, relu) = (BatchNorm2d(2), ReLU());
        norm.eval();
        norm.running_mean!.fill_(0.5);
        norm.running_var!.fill_(4);
        var (x, shortcut) = (randn(3, 2, 4, 4), randn(3, 2, 4, 4));
        foreach (var added in new[] { null, shortcut })
        {
            var expected = (((x - 0.5) / 2) + (added ?? zeros_like(x))).relu();
            Assert.True(expected.allclose(TorchExtras.Current.Rectified(norm, relu, x, added), 1e-4, 1e-5));
            using var mode = no_grad();
            Assert.True(expected.allclose(TorchExtras.Current.Rectified(norm, relu, x, added), 1e-4, 1e-5));
            Assert.True(expected.allclose(TorchExtras.Current.Rectified(norm, relu, TorchExtras.Current.ToChannelsLast(x), added), 1e-4, 1e-5));
        }
    }

    private delegate Tensor Fused(Module<Tensor, Tensor> norm, Module<Tensor, Tensor> relu, Tensor x, Tensor? added);

    private static Tensor Apart(Module<Tensor, Tensor> norm, Module<Tensor, Tensor> relu, Tensor x, Tensor? added) =>
        relu.call(added is null ? norm.call(x) : norm.call(x) + added);

    private static Dictionary<string, Tensor> Run(Tensor x, Tensor? shortcut, Tensor seed, Fused apply)
    {
        var channels = x.size(1);
        NormBase norm = x.ndim switch { 3 => BatchNorm1d(channels), 4 => BatchNorm2d(channels), _ => BatchNorm3d(channels) };
        if (x.dtype == float64)
        {
            norm.to(float64);
        }

        using (no_grad())
        {
            norm.weight!.copy_(linspace(-0.5, 1.5, channels));
            norm.bias!.copy_(linspace(0.6, -0.4, channels));
        }

        var input = x.detach().clone().requires_grad_();
        var added = shortcut?.detach().clone().requires_grad_();
        var y = apply(norm, ReLU(), input, added);
        y.backward([seed]);
        return new()
        {
            ["dadded"] = added?.grad ?? zeros(1),
            ["y"] = y, ["dx"] = input.grad!, ["dweight"] = norm.weight!.grad!, ["dbias"] = norm.bias!.grad!,
            ["mean"] = norm.running_mean!, ["variance"] = norm.running_var!, ["count"] = norm.num_batches_tracked!,
        };
    }
}

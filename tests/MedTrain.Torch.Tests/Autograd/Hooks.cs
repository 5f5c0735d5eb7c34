using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Autograd;

/// <summary>Hooks in the backward pass and regions that are computed again.</summary>
[Collection(DefaultGenerator.Name)]
public class Hooks
{
    [Fact]
    public void A_hook_sees_the_gradient_and_may_replace_it()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        var y = x * 3;
        float[]? seen = null;
        var removal = TorchExtras.Current.AddGradientHook(y, gradient =>
        {
            seen = gradient.data<float>().ToArray();
            return gradient * 10;
        });
        y.sum().backward();
        Assert.Equal([1f, 1f], seen!);
        Assert.Equal([30f, 30f], x.grad!.data<float>().ToArray());

        removal.Dispose();
        removal.Dispose();
        x.grad = null;
        (x * 3).sum().backward();
        Assert.Equal([3f, 3f], x.grad!.data<float>().ToArray());
        Assert.Throws<TorchException>(() => TorchExtras.Current.AddGradientHook(ones(1), _ => null));
    }

    [Fact]
    public void What_a_hook_throws_is_the_cause_of_the_failure()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);
        var y = x * 2;
        TorchExtras.Current.AddGradientHook(y, _ => throw new InvalidOperationException("not today"));
        var failure = Assert.Throws<TorchException>(() => y.sum().backward());
        Assert.Equal("not today", failure.InnerException!.Message);
    }

    [Fact]
    public void A_layers_hook_sees_the_gradients_through_that_layer_alone()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(2, 1, hasBias: false);
        using (no_grad())
        {
            layer.weight!.copy_(tensor(new[,] { { 2f, 5f } }));
        }

        var calls = new List<(float[]? Input, float[] Output)>();
        var removal = TorchExtras.Current.AddBackwardHook(layer, (module, input, output) =>
        {
            Assert.Same(layer, module);
            calls.Add((input?.data<float>().ToArray(), output.data<float>().ToArray()));
            return null;
        });
        var x = tensor(new[,] { { 1f, 1f } }, requires_grad: true);
        ((layer.call(x) * 3).sum() + (x * 100).sum()).backward();
        Assert.Equal([6f, 15f], calls[0].Input!);
        Assert.Equal([3f], calls[0].Output);
        Assert.Equal([106f, 115f], x.grad!.data<float>().ToArray());

        layer.call(ones(1, 2)).sum().backward();
        Assert.Null(calls[1].Input);
        removal.Dispose();
        layer.call(ones(1, 2)).sum().backward();
        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public void A_recomputed_region_gives_the_same_values_and_gradients()
    {
        using var scope = NewDisposeScope();
        using var part = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Tanh(), nn.Linear(8, 2));
        var x = randn(3, 4, requires_grad: true);
        var expected = Run(input => part.call(input));
        var calls = 0;
        var actual = Run(input => TorchExtras.Current.Checkpoint(
            inner =>
            {
                calls++;
                return part.call(inner);
            },
            input));
        Assert.Equal(2, calls);
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(expected[i].equal(actual[i]).@bool().all().item<bool>(), $"{i}");
        }

        List<Tensor> Run(Func<Tensor, Tensor> forward)
        {
            manual_seed(5);
            part.zero_grad();
            x.grad = null;
            var y = forward(x * 2);
            y.square().sum().backward();
            return [y, x.grad!.clone(), .. part.parameters().Select(parameter => parameter.grad!.clone())];
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(null)]
    public void A_recomputed_region_counts_a_batch_once(double? momentum)
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm1d(3);
        norm.momentum = momentum;
        var x = randn(8, 3, requires_grad: true);
        norm.call(x);
        var (mean, variance) = (norm.running_mean!.clone(), norm.running_var!.clone());
        norm.reset_running_stats();

        TorchExtras.Current.Checkpoint(norm.call, x).square().sum().backward();

        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
        Assert.Equal(mean.data<float>().ToArray(), norm.running_mean!.data<float>().ToArray());
        Assert.Equal(variance.data<float>().ToArray(), norm.running_var!.data<float>().ToArray());
    }

    [Fact]
    public void A_recomputed_region_averages_the_statistics_of_instances_once()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.InstanceNorm1d(3, track_running_stats: true);
        var x = randn(4, 3, 5, requires_grad: true);
        norm.call(x);
        var mean = norm.running_mean!.data<float>().ToArray();
        norm.reset_running_stats();

        TorchExtras.Current.Checkpoint(norm.call, x).square().sum().backward();

        Assert.Equal(mean, norm.running_mean!.data<float>().ToArray());
    }

    [Fact]
    public void A_recomputed_region_keeps_the_precision_and_trains_parameters_on_a_plain_input()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(4, 2);
        ScalarType? first = null, last = null;
        Tensor y;
        using (TorchExtras.Current.Autocast(DeviceType.CPU, bfloat16))
        {
            y = TorchExtras.Current.Checkpoint(
                input =>
                {
                    var result = layer.call(input);
                    first ??= result.dtype;
                    last = result.dtype;
                    return result;
                },
                randn(3, 4));
        }

        y.to(float32).sum().backward();
        Assert.Equal(bfloat16, first);
        Assert.Equal(bfloat16, last);
        Assert.NotNull(layer.weight!.grad);
    }
}

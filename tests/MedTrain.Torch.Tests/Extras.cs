using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Torch.Tests;

[Collection(DefaultGenerator.Name)]
public class Extras
{
    [Fact]
    public void The_system_provider_has_all_features()
    {
        var extras = TorchExtras.Current;
        Assert.Equal("system", extras.Provider);
        Assert.Matches(@"^\d+\.\d+", extras.LibtorchVersion);
        TorchFeature[] machine = [TorchFeature.CudnnBenchmark, TorchFeature.TensorFloat32, TorchFeature.CudaStreams];
        TorchFeature[] built = [TorchFeature.ProcessGroups, TorchFeature.CudaProcessGroups, TorchFeature.CudaGraphs, TorchFeature.CudaMemory];
        Assert.All(machine, feature => Assert.Equal(extras.HasCuda, extras.IsSupported(feature)));
        var everywhere = Enum.GetValues<TorchFeature>().Except([.. machine, .. built]).ToList();
        Assert.True(everywhere.Count > 6);
        Assert.All(everywhere, feature => Assert.True(extras.IsSupported(feature)));
    }

    [Fact]
    public void What_needs_a_card_says_so_where_there_is_none()
    {
        using var scope = NewDisposeScope();
        var extras = TorchExtras.Current;
        if (extras.HasCuda)
        {
            return;
        }

        Action[] calls =
        [
            () => extras.SetCudnnBenchmark(true), () => extras.SetTensorFloat32(true), () => extras.UseNewStream(CUDA),
            () => extras.Pin(ones(1)), () => extras.CaptureGraph(CUDA, () => { }), () => extras.CudaMemory(CUDA),
            () => extras.ResetCudaPeakMemory(CUDA), () => extras.JoinProcessGroup(new("127.0.0.1", 1, 0, 1) { Card = 0 }),
        ];
        Assert.All(calls, call => Assert.Contains("LIBTORCH", Assert.Throws<TorchFeatureMissingException>(call).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Autocast_lowers_products_keeps_sums_and_ends_with_its_region()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (rand(4, 4, requires_grad: true), rand(4, 4));
        using (TorchExtras.Current.Autocast(DeviceType.CPU, bfloat16))
        {
            Assert.Equal(bfloat16, a.matmul(b).dtype);
            using (TorchExtras.Current.Autocast(DeviceType.CPU, bfloat16))
            {
                Assert.Equal(bfloat16, a.matmul(b).dtype);
            }

            Assert.Equal(bfloat16, a.matmul(b).dtype);
            Assert.Equal(float32, (a + b).dtype);
            a.matmul(b).sum().@float().backward();
        }

        Assert.Equal(float32, a.matmul(b).dtype);
        Assert.Equal(float32, a.grad!.dtype);
        Assert.Throws<ArgumentException>(() => TorchExtras.Current.Autocast(DeviceType.CPU, float64));
        Assert.Throws<TorchFeatureMissingException>(() => TorchExtras.Current.Autocast(DeviceType.MPS, float16));
    }

    [Fact]
    public void Weights_that_need_not_be_drawn_leave_the_generator_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var next = rand(1).item<float>();
        manual_seed(4);
        using (TorchExtras.Current.LeaveWeightsUndrawn())
        {
            using (TorchExtras.Current.LeaveWeightsUndrawn())
            {
                Assert.Equal([64, 3, 3, 3], Conv2d(3, 64, 3).weight.shape);
            }

            Assert.Equal(7, init.normal_(full(new long[] { 2, 2 }, 7f), 0, 1)[1, 1].item<float>());
            Assert.Equal(1, init.ones_(zeros(2))[1].item<float>());
        }

        Assert.Equal(next, rand(1).item<float>());
        Assert.NotEqual(7, init.normal_(full(new long[] { 2, 2 }, 7f), 0, 1)[1, 1].item<float>());
    }

    [Fact]
    public void Channels_go_innermost_without_a_change_of_shape_or_values()
    {
        using var scope = NewDisposeScope();
        var extras = TorchExtras.Current;
        var flat = extras.ToChannelsLast(rand(2, 3, 4, 5));
        Assert.Equal([2, 3, 4, 5], flat.shape);
        Assert.Equal([60, 1, 15, 3], flat.stride());
        Assert.Equal([180, 1, 60, 15, 3], extras.ToChannelsLast(rand(new long[] { 1, 3, 3, 4, 5 })).stride());
        Assert.Equal([20, 1, 5, 1], extras.ToChannelsLast(rand(2, 1, 4, 5)).stride());
        Assert.Equal([60, 1, 20, 5, 1], extras.ToChannelsLast(rand(new long[] { 2, 1, 3, 4, 5 })).stride());
        var vector = ones(3);
        Assert.Same(vector, extras.ToChannelsLast(vector));
    }

    [Fact]
    public void Maps_of_images_of_one_channel_keep_their_channels_innermost_through_a_network()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(Conv2d(1, 8, 3, padding: 1), BatchNorm2d(8), ReLU(), MaxPool2d(2));
        var x = rand(2, 1, 6, 6);
        var expected = net.call(x);
        expected.square().sum().backward();
        var gradient = net.get_parameter("0.weight")!.grad!.clone();
        net.zero_grad();

        TorchExtras.Current.UseChannelsLast(net);
        var result = net.call(TorchExtras.Current.ToChannelsLast(x));
        result.square().sum().backward();

        Assert.Equal(1, result.stride(1));
        Assert.True(expected.allclose(result, 1e-4, 1e-5));
        Assert.True(gradient.allclose(net.get_parameter("0.weight")!.grad!, 1e-3, 1e-3));
    }

    [Fact]
    public void A_network_with_channels_innermost_computes_the_same_and_keeps_its_optimizer()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(Conv2d(3, 8, 3, padding: 1), BatchNorm2d(8), ReLU(), Conv2d(8, 4, 1));
        using var optimizer = optim.SGD(net.parameters(), 0.1);
        net.eval();
        var x = rand(2, 3, 6, 6);
        var expected = net.call(x);
        TorchExtras.Current.UseChannelsLast(net);
        Assert.Equal(1, net.get_parameter("0.weight")!.stride(1));
        var result = net.call(TorchExtras.Current.ToChannelsLast(x));
        Assert.Equal(1, result.stride(1));
        Assert.True(expected.allclose(result, 1e-4, 1e-5));
        var before = net.get_parameter("0.weight")!.clone();
        result.sum().backward();
        optimizer.step();
        Assert.False(before.allclose(net.get_parameter("0.weight")!));
    }

    [Fact]
    public void Deterministic_operators_can_be_demanded()
    {
        TorchExtras.Current.SetDeterministic(true);
        TorchExtras.Current.SetDeterministic(false);
    }
}

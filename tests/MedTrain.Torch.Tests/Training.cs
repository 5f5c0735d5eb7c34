using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Torch.Tests;

[Collection(DefaultGenerator.Name)]
public class Training
{
    [Fact]
    public void A_small_network_learns_and_keeps_the_number_of_live_tensors()
    {
        manual_seed(0);
        using var net = new SmallNet();
        using var optimizer = optim.AdamW(net.parameters(), lr: 0.01);
        using var loss = CrossEntropyLoss();
        using var x = rand(new long[] { 16, 1, 8, 8 });
        using var y = arange(16).remainder(2);
        using (no_grad())
        {
            x[y.@bool()] = x[y.@bool()] + 1;
        }

        double first = 0, last = 0;
        long live = 0;
        for (var step = 0; step < 40; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var value = loss.call(net.call(x), y);
            value.backward();
            optimizer.step();
            last = value.item<float>();
            first = step == 0 ? last : first;
            scope.Dispose();
            live = step == 1 ? DisposeScopeManager.Statistics.ThreadTotalLiveCount : live;
        }

        Assert.True(last < first / 2, $"{first} -> {last}");
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Autocast_with_channels_last_trains_too()
    {
        manual_seed(0);
        using var scope = NewDisposeScope();
        using var net = new SmallNet();
        using var optimizer = optim.SGD(net.parameters(), 0.05, momentum: 0.9);
        TorchExtras.Current.UseChannelsLast(net);
        var x = TorchExtras.Current.ToChannelsLast(rand(new long[] { 16, 1, 8, 8 }));
        var y = zeros(new long[] { 16 }, int64);
        for (var step = 0; step < 10; step++)
        {
            optimizer.zero_grad();
            Tensor output;
            using (TorchExtras.Current.Autocast(DeviceType.CPU, bfloat16))
            {
                output = net.call(x);
            }

            Assert.Equal(bfloat16, output.dtype);
            functional.cross_entropy(output.@float(), y).backward();
            optimizer.step();
        }

        Assert.True(functional.cross_entropy(net.call(x), y).item<float>() < 0.2);
    }

    private sealed class SmallNet : Module<Tensor, Tensor>
    {
        private readonly Sequential features;
        private readonly Linear head;

        internal SmallNet()
            : base(nameof(SmallNet))
        {
            features = Sequential(
                ("conv0", Conv2d(1, 4, 3, padding: 1, bias: false)), ("norm0", BatchNorm2d(4)), ("relu0", ReLU(inplace: true)),
                ("pool0", MaxPool2d(2)),
                ("conv1", Conv2d(4, 8, 3)), ("relu1", ReLU()), ("pool", AdaptiveAvgPool2d(1)), ("flat", Flatten()));
            head = Linear(8, 2);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(features.call(input));
    }
}

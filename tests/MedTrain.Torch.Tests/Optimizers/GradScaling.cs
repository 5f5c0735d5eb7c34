using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Optimizers;

public class GradScaling
{
    [Fact]
    public void A_scaled_step_equals_a_plain_one_and_an_infinite_one_is_left_out()
    {
        using var scope = NewDisposeScope();
        var weight = nn.Parameter(ones(2));
        using var optimizer = optim.SGD([weight], 0.1);
        var scaler = new GradScaler(1024, growthInterval: 2);
        scaler.Scale((weight * 3).sum()).backward();
        Assert.True(scaler.Unscale(optimizer));
        Assert.Equal([3f, 3f], weight.grad!.data<float>().ToArray());
        Assert.True(scaler.Step(optimizer));
        scaler.Update();
        Assert.Equal(0.7f, weight[0].item<float>(), 1e-6f);

        optimizer.zero_grad();
        scaler.Scale((weight * float.PositiveInfinity).sum()).backward();
        Assert.False(scaler.Step(optimizer));
        scaler.Update();
        Assert.Equal((512, 0), (scaler.Multiplier, scaler.FiniteSteps));
        Assert.Equal(0.7f, weight[0].item<float>(), 1e-6f);

        for (var i = 0; i < 2; i++)
        {
            optimizer.zero_grad();
            scaler.Scale(weight.sum()).backward();
            Assert.True(scaler.Step(optimizer));
            scaler.Update();
        }

        Assert.Equal((1024, 0), (scaler.Multiplier, scaler.FiniteSteps));
        Assert.Equal(0.5f, weight[0].item<float>(), 1e-6f);
    }

    [Theory]
    [InlineData(0, 2, 0.5, 1)]
    [InlineData(1, 1, 0.5, 1)]
    [InlineData(1, 2, 1, 1)]
    [InlineData(1, 2, 0.5, 0)]
    public void Settings_out_of_range_are_refused(double scale, double growth, double backoff, int interval) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradScaler(scale, growth, backoff, interval));
}

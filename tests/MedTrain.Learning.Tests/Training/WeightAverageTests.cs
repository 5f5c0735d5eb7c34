using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

public class WeightAverageTests
{
    [Fact]
    public void The_exponential_average_follows_its_rule()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session(ToyTask.Config with { Averaging = new AveragingConfig { Kind = AveragingKind.Ema, Decay = 0.15 } });
        var weight = session.Network.parameters().First();
        var mean = session.Average!.Weights.First(entry => entry.Mean.shape.SequenceEqual(weight.shape)).Mean;
        foreach (var value in new[] { 1.0, 2, 4 })
        {
            using (no_grad()) { weight.fill_(value); }

            session.Average.StepDone(1, endsEpoch: false);
        }

        // Shares kept: 0 at first, then min(0.15, 2/11) = 0.15 and min(0.15, 3/12) = 0.15.
        var expected = (0.15 * ((0.15 * 1) + (0.85 * 2))) + (0.85 * 4);
        Assert.Equal(expected, mean.flatten()[0].item<float>(), 1e-6);
    }

    [Fact]
    public void The_plain_average_is_the_mean_over_the_ends_of_epochs()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session(ToyTask.Config with { Averaging = new AveragingConfig { Kind = AveragingKind.Swa, StartEpoch = 2 } });
        var weight = session.Network.parameters().First();
        foreach (var (epoch, value) in new[] { (1, 100.0), (2, 1), (3, 2), (4, 6) })
        {
            using (no_grad()) { weight.fill_(value); }

            session.Average!.StepDone(epoch, endsEpoch: true);
        }

        Assert.Equal(3, session.Average!.Count);
        Assert.Equal(3, session.Average.Weights.First(entry => entry.Mean.shape.SequenceEqual(weight.shape)).Mean.flatten()[0].item<float>(), 1e-6);
    }

    [Fact]
    public void Averaged_weights_are_lent_to_the_network_and_given_back_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session(ToyTask.Config with { Averaging = new AveragingConfig { Kind = AveragingKind.Ema } });
        var result = ToyTask.Train(session, 1).History[0];
        var own = ToyTask.Bits(session);

        using (session.Average!.Apply())
        {
            Assert.NotEqual(own, ToyTask.Bits(session));
        }

        Assert.Equal(own, ToyTask.Bits(session));
        Assert.NotEqual(result.Validation.Loss, result.Averaged!.Loss);
        Assert.Same(result.Averaged, result.Kept);
    }
}

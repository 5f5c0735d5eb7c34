using MedTrain.Data.Randomness;

namespace MedTrain.Data.Tests.Randomness;

public sealed class CounterRandomTests
{
    [Fact]
    public void The_sequence_is_fixed_for_ever()
    {
        var random = new CounterRandom(0, "split", "p1");

        Assert.Equal(new CounterRandom(0, "split", "p1").NextUInt64(), random.NextUInt64());
        Assert.Equal(198367012849983736UL, CounterRandom.Hash("a"));
    }

    [Fact]
    public void Seed_stream_and_item_each_change_the_sequence()
    {
        ulong[] first =
        [
            new CounterRandom(0, "split", "p1").NextUInt64(),
            new CounterRandom(1, "split", "p1").NextUInt64(),
            new CounterRandom(0, "folds", "p1").NextUInt64(),
            new CounterRandom(0, "split", "p2").NextUInt64(),
        ];

        Assert.Equal(4, first.Distinct().Count());
    }

    [Fact]
    public void Uniform_and_normal_numbers_have_their_moments()
    {
        var random = new CounterRandom(5, "moments");
        var uniform = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToList();
        var normal = Enumerable.Range(0, 100_000).Select(_ => random.NextNormal()).ToList();
        var whole = Enumerable.Range(0, 60_000).Select(_ => random.NextInt32(6)).ToList();

        Assert.All(uniform, value => Assert.InRange(value, 0, 1 - 1e-16));
        Assert.Equal(0.5, uniform.Average(), 2);
        Assert.InRange(normal.Average(), -0.02, 0.02);
        Assert.InRange(normal.Average(value => value * value), 0.98, 1.02);
        Assert.All(Enumerable.Range(0, 6), face => Assert.InRange(whole.Count(value => value == face), 9_500, 10_500));
    }
}

using MedTrain.Data;
using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Tests.Batching;

public class AugmentationTests
{
    [Theory]
    [InlineData(ImageAxis.X, new float[] { 2, 1, 4, 3, 6, 5, 8, 7 })]
    [InlineData(ImageAxis.Y, new float[] { 3, 4, 1, 2, 7, 8, 5, 6 })]
    [InlineData(ImageAxis.Z, new float[] { 5, 6, 7, 8, 1, 2, 3, 4 })]
    public void A_flip_mirrors_the_named_axis(ImageAxis axis, float[] expected)
    {
        float[] sample = [1, 2, 3, 4, 5, 6, 7, 8];

        Apply(new RandomFlip { Axes = [axis], Probability = 1 }, sample, [1, 2, 2, 2]);

        Assert.Equal(expected, sample);
    }

    [Fact]
    public void A_flip_with_probability_0_changes_nothing()
    {
        float[] sample = [1, 2, 3, 4];

        Apply(new RandomFlip { Axes = [ImageAxis.X, ImageAxis.Y], Probability = 0 }, sample, [1, 2, 2]);

        Assert.Equal([1, 2, 3, 4], sample);
    }

    [Fact]
    public void A_shift_moves_by_whole_voxels_and_repeats_the_border()
    {
        var seen = new HashSet<string>();
        for (var epoch = 0; epoch < 50; epoch++)
        {
            float[] sample = [1, 2, 3, 4];
            Apply(new RandomShift { Fraction = 0.25 }, sample, [1, 1, 4], epoch);
            seen.Add(string.Join(' ', sample));
        }

        Assert.Equal(["1 1 2 3", "1 2 3 4", "2 3 4 4"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Channels_move_together()
    {
        for (var epoch = 0; epoch < 20; epoch++)
        {
            float[] sample = [1, 2, 3, 4, 5, 6, 7, 8, 101, 102, 103, 104, 105, 106, 107, 108];
            Apply(new RandomShift { Fraction = 0.5 }, sample, [2, 2, 4], epoch);

            Assert.Equal(sample[..8].Select(value => value + 100), sample[8..]);
        }
    }

    private static void Apply(Augmentation augmentation, float[] sample, long[] shape, int epoch = 1)
    {
        var random = new CounterRandom(0, RandomStream.Augmentation, epoch);
        augmentation.Apply(sample, shape, ref random);
    }
}

using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Tests.Resampling;

public class RandomPatientsDraws
{
    [Fact]
    public void Each_resample_draws_as_many_patients_as_there_are()
    {
        var block = new ResampleBlock(37);
        new RandomPatients(37, 100, seed: 1).Fill(block, 64);
        for (var lane = 0; lane < ResampleBlock.Lanes; lane++)
        {
            Assert.Equal(37, Enumerable.Range(0, 37).Sum(patient => block.Weights[patient * ResampleBlock.Lanes + lane]));
        }
    }

    [Fact]
    public void Lanes_past_the_last_resample_are_empty()
    {
        var block = new ResampleBlock(5);
        new RandomPatients(5, 33, seed: 1).Fill(block, 32);
        Assert.Equal(5, block.Weights.Sum(weight => weight));
    }

    [Fact]
    public void Strata_keep_their_sizes()
    {
        int[] strata = [0, 0, 0, 1, 1, 1, 1, 0, 1, 1];
        var block = new ResampleBlock(10);
        new RandomPatients(10, 32, seed: 1, strata).Fill(block, 0);
        for (var lane = 0; lane < ResampleBlock.Lanes; lane++)
        {
            Assert.Equal(4, Enumerable.Range(0, 10).Where(patient => strata[patient] == 0)
                .Sum(patient => block.Weights[patient * ResampleBlock.Lanes + lane]));
        }
    }

    [Fact]
    public void Draws_are_uniform()
    {
        // χ² with 19 degrees of freedom over 64,000 draws: below 43.8 in all but one of a thousand seeds.
        var counts = new double[20];
        var resamples = new RandomPatients(20, 3200, seed: 11);
        var block = new ResampleBlock(20);
        for (var first = 0; first < 3200; first += ResampleBlock.Lanes)
        {
            resamples.Fill(block, first);
            for (var i = 0; i < block.Weights.Length; i++)
            {
                counts[i / ResampleBlock.Lanes] += block.Weights[i];
            }
        }
        Assert.InRange(counts.Sum(count => Math.Pow(count - 3200, 2) / 3200), 3, 43.8);
    }

    [Fact]
    public void A_patient_drawn_more_than_255_times_is_refused() =>
        Assert.Throws<OverflowException>(() => new GivenDraws(1, [new int[256]]).Fill(new ResampleBlock(1), 0));
}

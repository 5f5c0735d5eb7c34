using MedTrain.Learning.Batching;
using MedTrain.Learning.Training;
using MedTrain.Torch;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

[Collection(ProcessMemory.Name)]
public class BatchSizeFinderTests
{
    [Theory]
    [InlineData(48, 0, new[] { 2, 3, 4, 6, 8, 12, 16, 24, 48 })]
    [InlineData(16, 70, new[] { 2, 4, 8, 16, 32, 64 })]
    [InlineData(16, 5, new[] { 2, 4 })]
    [InlineData(7, 0, new[] { 7 })]
    [InlineData(1, 0, new[] { 1 })]
    public void Sizes_divide_the_images_of_a_step_or_double_them(int step, int largest, int[] sizes) =>
        Assert.Equal(sizes, new BatchSizeFinderConfig { Largest = largest }.Sizes(step));

    [Fact]
    public void The_size_that_fits_is_found_without_trying_one_that_does_not()
    {
        if (!TorchExtras.Current.IsSupported(TorchFeature.MemoryStatistics)) { return; }

        GC.Collect(); // what earlier tests left behind must not go between two trials
        GC.WaitForPendingFinalizers();
        var tried = new List<int>();
        IReadOnlyList<BatchTrial> Find(double share)
        {
            tried.Clear();
            return BatchSizeFinder.Run(
                size =>
                {
                    tried.Add(size);
                    return ToyTask.Session(ToyTask.Config with { BatchSize = size }, cases: 2048);
                },
                new BatchSizeFinderConfig { MemoryShare = share }, 2048, CPU, default);
        }

        var all = Find(1);
        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048], all.Select(trial => trial.BatchSize));
        var (growth, before) = (all[^1].PeakBytes - all[^2].PeakBytes, all[^2].PeakBytes - all[^3].PeakBytes);
        Assert.InRange((double)growth / before, 1.5, 2.5); // twice as many further images; what others hold is in every peak

        var limit = (double)TorchExtras.Current.Memory().Limit;
        var some = Find(((all[^2].PeakBytes + all[^3].PeakBytes) / 2) / limit); // between 512 and 1024 images
        Assert.Equal(512, some[^1].BatchSize);
        Assert.DoesNotContain(2048, tried);
        Assert.Empty(Find(1 / limit));
        Assert.Equal(all, BatchTrial.FromCsv(BatchTrial.ToCsv(all).TrimEnd().Split('\n')));
    }

    [Fact]
    public void A_batch_without_a_finite_loss_is_passed_over_where_training_would_do_so()
    {
        if (!TorchExtras.Current.IsSupported(TorchFeature.MemoryStatistics)) { return; }

        var config = ToyTask.Config with { BatchSize = 2, OnNonfinite = NonFiniteAction.Skip };
        using var batch = ToyTask.Session(config).TrainingBatches.Shuffled(1).First();
        var first = batch.Cases[0].Index;
        var broken = new SampleSource(ToyTask.Images.Shape, (index, image) =>
        {
            ToyTask.Images.Read(index, image);
            if (index == first) { image.Fill(float.NaN); }
        });
        IReadOnlyList<BatchTrial> Find(TrainingConfig settings) => BatchSizeFinder.Run(
            size => ToyTask.Session(settings with { BatchSize = size }, images: broken), new BatchSizeFinderConfig { Largest = 2 }, 4, CPU, default);

        Assert.Equal([2], Find(config).Select(trial => trial.BatchSize));
        Assert.Throws<NonFiniteLossException>(() => Find(ToyTask.Config));
    }

    [Fact]
    public void What_a_size_takes_is_expected_on_the_line_through_the_last_two()
    {
        Assert.Equal(0, BatchSizeFinder.Expected([], 4));
        Assert.Equal(200, BatchSizeFinder.Expected([new(2, 100)], 4));
        Assert.Equal(250, BatchSizeFinder.Expected([new(1, 7), new(2, 100), new(4, 150)], 8));
    }
}

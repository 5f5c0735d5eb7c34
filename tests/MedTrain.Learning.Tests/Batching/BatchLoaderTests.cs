using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Tests.Batching;

public class BatchLoaderTests
{
    private static readonly SampleSource Source = new([1, 1, 1], (index, destination) => destination[0] = index);

    [Theory]
    [InlineData(10, 4, new[] { 4, 4, 2 })]
    [InlineData(9, 4, new[] { 4, 5 })]
    [InlineData(8, 4, new[] { 4, 4 })]
    [InlineData(1, 4, new[] { 1 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    public void A_single_left_over_case_joins_the_batch_before(int cases, int batchSize, int[] expected)
    {
        var loader = Loader(cases, batchSize);

        Assert.Equal(expected, Epoch(loader, 1).Select(batch => batch.Length));
        Assert.Equal(expected.Length, loader.BatchCount);
    }

    [Fact]
    public void An_epoch_has_every_case_once_in_an_order_of_its_own()
    {
        var loader = Loader(50, 8);
        int[] first = [.. Epoch(loader, 1).SelectMany(batch => batch)];
        int[] second = [.. Epoch(loader, 2).SelectMany(batch => batch)];

        Assert.Equal(Enumerable.Range(0, 50), first.Order());
        Assert.Equal(Enumerable.Range(0, 50), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, Epoch(loader, 1).SelectMany(batch => batch));
    }

    [Fact]
    public void Validation_batches_keep_the_order()
    {
        Assert.Equal(Enumerable.Range(0, 21), Loader(21, 4).InOrder(default).SelectMany(Indices));
    }

    [Fact]
    public void A_failing_reader_fails_the_epoch()
    {
        var broken = new SampleSource([1, 1, 1], (index, _) =>
        {
            if (index == 5)
            {
                throw new InvalidDataException("case 5");
            }
        });

        Assert.Throws<InvalidDataException>(() => Loader(10, 2, broken).InOrder(default).SelectMany(Indices).ToList());
    }

    [Fact]
    public void Leaving_an_epoch_early_ends_its_loading()
    {
        var read = 0;
        var counting = new SampleSource([1, 1, 1], (_, _) => Interlocked.Increment(ref read));

        foreach (var batch in Loader(10_000, 1, counting).InOrder(default))
        {
            batch.Dispose();
            break;
        }

        Assert.InRange(read, 1, 100);
    }

    private static BatchLoader Loader(int cases, int batchSize, SampleSource? source = null) =>
        new(source ?? Source, [.. Enumerable.Range(0, cases).Select(index => new LabelledCase(index, $"case-{index}", [0]))], batchSize, [], 11);

    private static IEnumerable<int[]> Epoch(BatchLoader loader, int epoch) => loader.Shuffled(epoch).Select(Indices);

    private static int[] Indices(Batch batch)
    {
        using (batch)
        {
            return [.. batch.Cases.Select(member => member.Index)];
        }
    }
}

using MedTrain.Data.Cache;

namespace MedTrain.Data.Tests.Cache;

public class StreamedCopyTests
{
    [Fact]
    public void Every_value_is_copied_and_none_beside_them_whatever_the_length_and_alignment()
    {
        float[] source = [.. Enumerable.Range(1, 1200).Select(i => (float)i)];
        foreach (var length in Enumerable.Range(0, 40).Concat(Enumerable.Range(1020, 40)))
        {
            for (var at = 0; at < 20; at++)
            {
                var target = new float[1200];
                StreamedCopy.Copy(source.AsSpan(at / 3, length), target.AsSpan(at, length + (at % 2)));
                Assert.Equal(source.AsSpan(at / 3, length), target.AsSpan(at, length));
                Assert.Equal(length, target.Count(value => value != 0));
            }
        }
    }

    [Fact]
    public void A_shorter_target_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamedCopy.Copy(new float[2000], new float[1999]));
}

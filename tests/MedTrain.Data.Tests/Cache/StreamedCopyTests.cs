using MedTrain.Data.Cache;

namespace MedTrain.Data.Tests.Cache;

public class StreamedCopyTests
{
    [Fact]
    public void Every_value_is_copied_and_none_beside_them_whatever_the_length_and_alignment()
    {
        float[] source = [.. Enumerable.Range(1, 80).Select(i => (float)i)];
        for (var length = 0; length < 40; length++)
        {
            for (var at = 0; at < 20; at++)
            {
                var target = new float[80];
                StreamedCopy.Copy(source.AsSpan(at / 3, length), target.AsSpan(at, length + (at % 2)));
                Assert.Equal(source.AsSpan(at / 3, length), target.AsSpan(at, length));
                Assert.Equal(length, target.Count(value => value != 0));
            }
        }
    }

    [Fact]
    public void A_shorter_target_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamedCopy.Copy(new float[9], new float[8]));
}

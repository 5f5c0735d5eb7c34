using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

public class TensorStreamTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(1000, 16)]
    public void What_is_written_is_read_again_whatever_the_pieces(int count, int expectedParts)
    {
        using var scope = NewDisposeScope();
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        using var written = new TensorStream(partBytes: 64);
        for (var at = 0; at < count; at += 37)
        {
            written.Write(bytes.AsSpan(at, Math.Min(37, count - at)));
        }

        using var read = new TensorStream(written.Parts);
        using var copy = new MemoryStream();
        read.CopyTo(copy, 41);

        Assert.Equal(expectedParts, written.Parts.Count);
        Assert.Equal(count, written.Parts.Sum(part => part.numel()));
        Assert.Equal(bytes, copy.ToArray());
    }
}

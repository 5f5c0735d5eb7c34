using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

public class SnapshotTests
{
    [Fact]
    public void Copies_lie_in_plain_order_and_do_not_follow_what_was_copied()
    {
        using var scope = NewDisposeScope();
        var weights = arange(120f).reshape(2, 4, 5, 3).permute(0, 3, 1, 2);
        var expected = weights.contiguous().clone();
        using var snapshot = Snapshot.Of([new("weights", weights)], new Dictionary<string, string>());

        weights.zero_();

        Assert.False(weights.is_contiguous());
        Assert.True(snapshot.Tensors["weights"].is_contiguous());
        Assert.True(expected.equal(snapshot.Tensors["weights"]).all().item<bool>());
    }
}

using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Torch;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Models;

/// <summary>That the numbers stay the same is a promise of the contract of all networks.</summary>
[Collection(ProcessMemory.Name)]
public class RecomputedBlocksTests
{
    [Theory]
    [InlineData("resnet18", 8)]
    [InlineData("densenet121", 7)]
    [InlineData("vit_b_16", 12)]
    [InlineData("vgg11", 0)]
    [InlineData("simple-cnn", 0)]
    public void The_outermost_blocks_are_recomputed(string name, int count)
    {
        using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn();
        using var network = ModelTable.Find(name).Build(new(SpatialDims.Two, InputChannels: 3, Outputs: 1));

        Assert.Equal(count, network.RecomputeBlocks());
        Assert.Equal(count > 0, ModelTable.Find(name).HasBlocks());
    }

    [Theory]
    [InlineData("resnet50", 0.6)]
    [InlineData("densenet121", 0.7)]
    public void A_training_step_holds_much_less_memory(string name, double share)
    {
        if (!TorchExtras.Current.IsSupported(TorchFeature.MemoryStatistics)) { return; }

        using var scope = NewDisposeScope();
        using var network = ModelTable.Find(name).Build(new(SpatialDims.Two, InputChannels: 1, Outputs: 1));
        var images = rand(4, 1, 96, 96);
        network.call(images).sum().backward(); // makes the gradients
        long Peak()
        {
            var before = TorchExtras.Current.Memory().Used;
            TorchExtras.Current.ResetPeakMemory();
            network.call(images).sum().backward();
            return TorchExtras.Current.Memory().Peak - before;
        }

        var kept = Peak();
        network.RecomputeBlocks();
        var recomputed = Peak();

        Assert.True(recomputed < share * kept, $"{recomputed} against {kept} bytes");
    }
}

using MedTrain.Torch;

namespace MedTrain.Learning.Tests;

/// <summary>Memory that is kept for the next tensors, which for hundreds of networks would be most of a machine's.</summary>
public static class TestMemory
{
    private const long Most = 3L << 30; // bytes

    /// <summary>Gives what is kept back to the system when it is much.</summary>
    public static void Bound()
    {
        if (TorchExtras.Current.IsSupported(TorchFeature.MemoryStatistics) && TorchExtras.Current.Memory().Kept > Most)
        {
            TorchExtras.Current.ReleaseMemory();
        }
    }
}

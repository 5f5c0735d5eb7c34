using MedTrain.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>The most memory that tensors on a device have held at once.</summary>
/// <param name="device">The device.</param>
internal sealed class PeakMemory(Device device)
{
    private readonly ITorchExtras extras = TorchExtras.Current;
    private readonly bool isCard = device.type == DeviceType.CUDA;

    /// <summary>Whether the provider counts it.</summary>
    public bool IsCounted => extras.IsSupported(Feature);

    /// <summary>Bytes since the last <see cref="Reset"/>.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider does not count.</exception>
    public long Bytes => isCard ? extras.CudaMemory(device).Peak : extras.Memory().Peak;

    /// <summary>What the process may use; null for a card.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider does not count.</exception>
    public long? Limit => isCard ? null : extras.Memory().Limit;

    private TorchFeature Feature => isCard ? TorchFeature.CudaMemory : TorchFeature.MemoryStatistics;

    /// <summary>Begins anew.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider does not count.</exception>
    public void Reset()
    {
        if (isCard)
        {
            extras.ResetCudaPeakMemory(device);
        }
        else
        {
            extras.ResetPeakMemory();
        }
    }
}

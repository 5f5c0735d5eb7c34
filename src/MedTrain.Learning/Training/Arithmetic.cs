using MedTrain.Torch;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>The arithmetic of a forward pass.</summary>
public static class Arithmetic
{
    /// <summary>Switches the calling thread to the given precision until the result is disposed.</summary>
    /// <exception cref="TorchFeatureMissingException">A lower precision asked of a provider without autocast.</exception>
    public static IDisposable? Use(Precision precision, Device device) => precision switch
    {
        Precision.Bf16 => TorchExtras.Current.Autocast(device.type, ScalarType.BFloat16),
        Precision.Fp16 => TorchExtras.Current.Autocast(device.type, ScalarType.Float16),
        _ => null,
    };
}

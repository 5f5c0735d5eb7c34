namespace MedTrain.Torch;

/// <content>Built over the TorchSharp packages.</content>
public static partial class TorchExtras
{
    private static partial ITorchExtras Create() => new NuGetTorchExtras();
}

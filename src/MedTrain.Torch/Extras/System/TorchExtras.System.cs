namespace MedTrain.Torch;

/// <content>Built over the machine's libtorch.</content>
public static partial class TorchExtras
{
    private static partial ITorchExtras Create() => new SystemTorchExtras();
}

namespace MedTrain.Torch;

/// <summary>The extras of the provider that this build uses.</summary>
public static partial class TorchExtras
{
    /// <summary>The extras.</summary>
    public static ITorchExtras Current { get; } = Create();

    private static partial ITorchExtras Create();
}

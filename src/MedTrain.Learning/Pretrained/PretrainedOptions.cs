namespace MedTrain.Learning.Pretrained;

/// <summary>How pretrained weights are brought into a network.</summary>
public sealed record PretrainedOptions
{
    /// <summary>True: anything outside the head that does not match is an error.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>What to do with 2D filters in a 3D network.</summary>
    public Inflation Inflate { get; init; }

    /// <summary>How the file names its tensors; null to find out.</summary>
    public KeyNaming? Naming { get; init; }

    /// <summary>How many numbers of the network's parameters must come from the file; null for any.</summary>
    public long? TransferredParameters { get; init; }

    /// <summary>True: the head must match too, as when the network is only to be run.</summary>
    public bool WithHead { get; init; }

    /// <summary>True: a network whose head has another number of outputs than the file's gets one like it before the weights are
    /// loaded.</summary>
    public bool AdoptOutputs { get; init; }
}

namespace MedTrain.Torch;

/// <summary>The provider of tensors lacks a feature; the message names the provider and the remedy.</summary>
public sealed class TorchFeatureMissingException : NotSupportedException
{
    /// <summary>A feature that a provider lacks, and what to do about it.</summary>
    public TorchFeatureMissingException(TorchFeature feature, string provider, string remedy)
        : base($"The tensor provider '{provider}' has no {feature}. {remedy}") => Feature = feature;

    /// <summary>What is missing.</summary>
    public TorchFeature Feature { get; }
}

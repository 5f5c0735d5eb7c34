namespace MedTrain.Torch.Tests;

/// <summary>Tests that seed the process-wide generator run one after the other.</summary>
[CollectionDefinition(Name)]
public class DefaultGenerator
{
    public const string Name = "default generator";
}

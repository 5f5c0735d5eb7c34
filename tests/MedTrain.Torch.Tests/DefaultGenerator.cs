namespace MedTrain.Torch.Tests;

/// <summary>Tests that seed the process-wide generator run alone, since any other test may draw from it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class DefaultGenerator
{
    public const string Name = "default generator";
}

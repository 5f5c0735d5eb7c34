namespace MedTrain.Torch.Tests;

/// <summary>Tests that measure the whole process: they run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "the whole process";
}

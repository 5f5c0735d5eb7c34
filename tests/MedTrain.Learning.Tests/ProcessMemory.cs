namespace MedTrain.Learning.Tests;

/// <summary>Tests that read the memory of the whole process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessMemory
{
    public const string Name = "process memory";
}

using MedTrain.Data.Imaging.Workers;

namespace MedTrain.Data.Tests.Imaging;

/// <summary>Workers shared by all tests of readers; they are this assembly, started again.</summary>
public static class TestWorkers
{
    public static WorkerCommand Command => WorkerCommand.ForAssembly(typeof(TestWorkers).Assembly);

    private static readonly Lazy<DecodeWorkers> Workers = new(() => new DecodeWorkers(Command, count: 2));

    public static DecodeWorkers Shared => Workers.Value;
}

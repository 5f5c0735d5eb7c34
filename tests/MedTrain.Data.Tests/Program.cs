using MedTrain.Data.Imaging.Workers;

namespace MedTrain.Data.Tests;

/// <summary>Entry point: the tests start this assembly again as their decode worker.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => arguments is [WorkerCommand.Argument] ? DecodeWorker.Run() : 0;
}

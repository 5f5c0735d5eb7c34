using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Tests.Cache;

namespace MedTrain.Data.Tests;

/// <summary>Entry point: the tests start this assembly again as their decode worker.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => arguments switch
    {
        [WorkerCommand.Argument] => DecodeWorker.Run(),
        [NumberImages.BuildCacheArgument, var images, var cache] => NumberImages.BuildCache(images, cache),
        _ => 0,
    };
}

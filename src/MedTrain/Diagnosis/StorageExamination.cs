using MedTrain.Data.Cache;

namespace MedTrain.Diagnosis;

/// <summary>Looks at the folders that runs and the cache of preprocessed images are written to.</summary>
internal static class StorageExamination
{
    private const double GiB = 1L << 30;
    private const double LittleGiB = 5;

    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> Run()
    {
        yield return Examine("current folder", Environment.CurrentDirectory, "start where there is more room, or set output: in the config");
        yield return Examine("cache", CacheFolder.Resolve(null), "set MEDTRAIN_CACHE to a folder with more room");
    }

    private static Finding Examine(string item, string folder, string remedy)
    {
        var existing = folder;
        while (!Directory.Exists(existing)) { existing = Path.GetDirectoryName(existing)!; }

        if (!IsWritable(existing)) { return new Finding(item, FindingState.Broken, $"{folder} cannot be written to", remedy); }

        var free = new DriveInfo(existing).AvailableFreeSpace / GiB;
        var value = $"{folder}, {free:0.0} GiB free";
        return free < LittleGiB ? new Finding(item, FindingState.Warning, value, remedy) : new Finding(item, FindingState.Ok, value);
    }

    private static bool IsWritable(string folder)
    {
        try
        {
            var probe = Path.Combine(folder, $".medtrain-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

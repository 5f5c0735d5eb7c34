using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Cache;

/// <summary>Which images are wanted, how they are made, and where they are kept.</summary>
public sealed record CacheRequest
{
    /// <summary>The cohort whose images are wanted.</summary>
    public required Cohort Cohort { get; init; }

    /// <summary>What is done to each image.</summary>
    public required PreprocessingPipeline Pipeline { get; init; }

    /// <summary>Reads and preprocesses one image; called from several threads. <c>DecodeWorkers.Prepare</c> in the program.</summary>
    public required Func<string, ReadOptions, PreprocessingPipeline, Volume> Prepare { get; init; }

    /// <summary>How images are read.</summary>
    public ReadOptions ReadOptions { get; init; } = ReadOptions.Default;

    /// <summary>The cache folder, as <see cref="CacheFolder.Resolve"/> gives it.</summary>
    public required string Folder { get; init; }

    /// <summary>How values are kept.</summary>
    public StoredAs StoredAs { get; init; }

    /// <summary>What happens when images cannot be read.</summary>
    public OnUnreadable OnUnreadable { get; init; } = OnUnreadable.Fail;

    /// <summary>How many images are made at once; 0 = one per processor.</summary>
    public int Parallelism { get; init; }

    /// <summary>Told after each image that had to be made: how many are there now, of how many. May be called from several threads.</summary>
    public IProgress<(int Done, int Total)>? Progress { get; init; }

    /// <summary>Images gather in memory until they have this many bytes; then they are written as one file.</summary>
    internal long BytesPerShard { get; init; } = 64L << 20;

    /// <summary>Number of images at once, with 0 resolved.</summary>
    internal int Threads => Parallelism > 0 ? Parallelism : Environment.ProcessorCount;
}

using System.Collections.Concurrent;
using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Cache;

/// <summary>Makes the images that a cache lacks.</summary>
internal sealed class CacheBuilder(CacheRequest request, ShardWriter writer)
{
    private readonly ConcurrentBag<(ContentKey Key, string Reason)> failures = [];
    private int done;

    /// <summary>How many image files were decoded.</summary>
    public int Decoded => done;

    /// <summary>Makes images and writes them as shards; what is made before a failure or cancellation is kept.</summary>
    /// <param name="missing">Content key and path of each image.</param>
    /// <param name="present">Number of images that were there before, for the progress.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>The images that could not be made, with the reason.</returns>
    public IReadOnlyDictionary<ContentKey, string> Build(IReadOnlyList<(ContentKey Key, string Path)> missing, int present, CancellationToken cancellation)
    {
        try
        {
            Parallel.ForEach(
                Partitioner.Create(missing, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = request.Threads, CancellationToken = cancellation },
                image =>
                {
                    Make(image.Key, image.Path);
                    var doneNow = Interlocked.Increment(ref done);
                    request.Progress?.Report((present + doneNow, present + missing.Count));
                });
        }
        catch (AggregateException error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
        finally
        {
            writer.Flush();
        }
        return failures.ToDictionary(failure => failure.Key, failure => failure.Reason);
    }

    private void Make(ContentKey key, string path)
    {
        try
        {
            writer.Add(key, request.Prepare(path, request.ReadOptions, request.Pipeline));
        }
        catch (UnreadableImageException error)
        {
            failures.Add((key, error.Reason));
        }
        catch (Exception error) when (error is PreprocessingException or OverflowException)
        {
            failures.Add((key, error.Message));
        }
    }
}

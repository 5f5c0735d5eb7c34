using System.Globalization;
using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Tests.Cache;

/// <summary>Images for cache tests: text files that hold one number, which fills all 6 voxels. Counts how often they are read.</summary>
internal sealed class NumberImages
{
    public const string BuildCacheArgument = "build-cache";

    private int reads;

    public int Reads => reads;

    /// <summary>Files 0.img.txt, 1.img.txt, … with their own number.</summary>
    public static void WriteTo(ScratchFolder folder, int count)
    {
        foreach (var number in Enumerable.Range(0, count))
        {
            var path = folder.Write($"images/{number:000}.txt", $"{number}");
            File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }
    }

    /// <summary>The files of a folder as a cohort, one patient each.</summary>
    public static Cohort CohortOf(string folder) => new("manifest.csv", LabelTask.Binary, ["x"], [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)
        .Select((path, index) => new Case($"c{index}", $"p{index}", path, [0], new Dictionary<string, string>(), index + 2))]);

    public CacheRequest Request(string images, string cache, params PreprocessingStep[] steps) => new()
    {
        Cohort = CohortOf(images),
        Pipeline = new PreprocessingPipeline(steps),
        Folder = cache,
        Prepare = Prepare,
        Parallelism = 2,
        BytesPerShard = 24 * 5,
    };

    /// <summary>A process of its own that builds a cache slowly, to be killed.</summary>
    public static int BuildCache(string images, string cache)
    {
        var request = new NumberImages().Request(images, cache);
        using var built = CaseCache.Open(request with
        {
            Prepare = (path, options, pipeline) =>
            {
                Thread.Sleep(5);
                return request.Prepare(path, options, pipeline);
            },
        });
        return 0;
    }

    private Volume Prepare(string path, ReadOptions options, PreprocessingPipeline pipeline)
    {
        Interlocked.Increment(ref reads);
        var text = File.ReadAllText(path);
        if (!float.TryParse(text, CultureInfo.InvariantCulture, out var value))
        {
            throw new UnreadableImageException(path, "is no number");
        }
        var size = value == 99 ? new GridSize(2, 3, 1) : new GridSize(3, 2, 1);
        var voxels = new float[6];
        Array.Fill(voxels, value);
        return pipeline.Apply(new Volume(voxels, Geometry.Unplaced(size, Vector3.One)));
    }
}

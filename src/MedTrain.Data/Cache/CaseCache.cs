using System.Collections.Concurrent;
using System.Text;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Cohorts.Audit;
using MedTrain.Data.Imaging;
using MedTrain.Data.Parts;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Cache;

/// <summary>
/// The preprocessed images of a cohort in memory-mapped files that are shared by all experiments and processes with the same
/// recipe (reader options and preprocessing). Images are found by their content, so renaming and copying files costs nothing.
/// </summary>
public sealed class CaseCache : IDisposable
{
    private readonly ShardSet shards;
    private readonly (Shard Shard, int Slot)?[] places;
    private readonly ContentKey?[] keys;
    private readonly Channels? channels;

    private CaseCache(CacheRequest request, ShardSet shards, ContentKey?[] keys, IReadOnlyList<UnreadableCase> unreadable, int decoded)
    {
        this.shards = shards;
        this.keys = keys;
        channels = request.Pipeline.Channels;
        Audits = new AuditMemo(shards.Folder);
        Unreadable = unreadable;
        Decoded = decoded;
        places = Array.ConvertAll(keys, key => key is null ? null : shards.Find(key.Value));
        Shape = CommonShape(request.Cohort);
    }

    /// <summary>Shape of every image: [C, H, W] for 2D images, [C, D, H, W] for volumes; C = 1 without the step <c>channels</c>.</summary>
    public long[] Shape { get; }

    /// <summary>Channels of every image, 1 without the step <c>channels</c>.</summary>
    internal int ChannelCount => channels?.Count ?? 1;

    /// <summary>Number of cases, unreadable ones included.</summary>
    public int Count => places.Length;

    /// <summary>The cases without an image; empty unless the request says <see cref="OnUnreadable.Skip"/>.</summary>
    public IReadOnlyList<UnreadableCase> Unreadable { get; }

    /// <summary>How many images this opening had to read and preprocess; 0 when all were there.</summary>
    public int Decoded { get; }

    /// <summary>What comparing these images found before.</summary>
    public AuditMemo Audits { get; }

    /// <summary>Hash of each case's file content, in the cohort's order, for <see cref="LeakageAudit.FindSharedImages"/>; unique for an unreadable case.</summary>
    public IReadOnlyList<string> ContentHashes => [.. keys.Select((key, index) => key?.ToString() ?? $"unreadable {index}")];

    /// <summary>Opens the cache for a cohort and makes every image that is missing or damaged.</summary>
    /// <param name="request">Which images, how made, where kept.</param>
    /// <param name="cancellation">Stops between images; those made so far are kept.</param>
    /// <returns>The opened cache.</returns>
    /// <exception cref="UnreadableCasesException">Images cannot be read and the request says <see cref="OnUnreadable.Fail"/>, or none can.</exception>
    /// <exception cref="CohortException">The images end with different sizes.</exception>
    /// <exception cref="CacheException">The cache folder is full or cannot be used.</exception>
    public static CaseCache Open(CacheRequest request, CancellationToken cancellation = default)
    {
        var recipe = new CacheRecipe(request.Pipeline, request.ReadOptions, request.StoredAs);
        var folder = PrepareFolder(request.Folder, recipe);
        var reasons = new ConcurrentDictionary<int, string>();
        var keys = HashContents(request, reasons, cancellation);
        var wanted = WantedImages(request.Cohort, keys);
        var shards = new ShardSet(folder, ContentKey.From(recipe.Key));
        try
        {
            var decoded = 0;
            if (MissingImages(shards, wanted, request.Threads).Count > 0)
            {
                using var held = BuildLock.Acquire(folder, cancellation);
                RemoveLeftovers(folder);
                var missing = MissingImages(shards, wanted, request.Threads);
                var builder = new CacheBuilder(request, new ShardWriter(folder, ContentKey.From(recipe.Key), request.StoredAs, request.BytesPerShard));
                AddReasons(builder.Build(missing, wanted.Count - missing.Count, cancellation), keys, reasons);
                decoded = builder.Decoded;
                shards.Refresh();
            }
            return new CaseCache(request, shards, keys, RequireReadable(request, reasons), decoded);
        }
        catch
        {
            shards.Dispose();
            throw;
        }
    }

    /// <summary>Whether a case has an image.</summary>
    /// <param name="index">Index into <see cref="Cohort.Cases"/>.</param>
    /// <returns>False for the cases in <see cref="Unreadable"/>.</returns>
    public bool Has(int index) => places[index] is not null;

    /// <summary>Copies the voxels of one image; may be called from several threads.</summary>
    /// <param name="index">Index into <see cref="Cohort.Cases"/>.</param>
    /// <param name="destination">As many floats as <see cref="Shape"/> multiplies to.</param>
    /// <exception cref="InvalidOperationException">The case has no image.</exception>
    public void Read(int index, Span<float> destination)
    {
        var (shard, slot) = PlaceOf(index);
        shard.Read(slot, destination);
        channels?.Fill(destination);
    }

    /// <summary>Copies the voxels of one part of an image; may be called from several threads.</summary>
    /// <param name="index">Index into <see cref="Cohort.Cases"/>.</param>
    /// <param name="part">The part; see <see cref="CaseParts"/>.</param>
    /// <param name="destination">As many floats as the part has; of a part of one channel times <see cref="ChannelCount"/>.</param>
    internal void ReadPart(int index, Part part, Span<float> destination)
    {
        var (shard, slot) = PlaceOf(index);
        part.Take(SizeOf(shard), (first, run) => shard.ReadRun(slot, first, run), destination[..(int)part.Size.Count]);
        channels?.Fill(destination, part.Stacked);
    }

    /// <summary>Size and place of one image, after preprocessing.</summary>
    /// <param name="index">Index into <see cref="Cohort.Cases"/>.</param>
    /// <exception cref="InvalidOperationException">The case has no image.</exception>
    public Geometry GeometryOf(int index)
    {
        var (shard, slot) = PlaceOf(index);
        return shard.Header.Entries[slot].Place.ToGeometry(SizeOf(shard));
    }

    /// <inheritdoc/>
    public void Dispose() => shards.Dispose();

    private (Shard Shard, int Slot) PlaceOf(int index) =>
        places[index] ?? throw new InvalidOperationException($"Case {index} has no image: it was unreadable.");

    private static GridSize SizeOf(Shard shard)
    {
        var shape = shard.Header.Shape;
        return new GridSize((int)shape[^1], (int)shape[^2], shape.Length == 4 ? (int)shape[1] : 1);
    }

    private static string PrepareFolder(string cacheFolder, CacheRecipe recipe)
    {
        var folder = Path.Combine(cacheFolder, recipe.FolderName);
        try
        {
            Directory.CreateDirectory(folder);
            var description = Path.Combine(folder, "recipe.json");
            if (!File.Exists(description))
            {
                AtomicFile.Write(description, stream => stream.Write(Encoding.UTF8.GetBytes(recipe.Text)));
            }
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CacheException($"cannot use the cache folder '{cacheFolder}': {error.Message} Set data.cache or MEDTRAIN_CACHE to a folder that can be written.", error);
        }
    }

    private static ContentKey?[] HashContents(CacheRequest request, ConcurrentDictionary<int, string> reasons, CancellationToken cancellation)
    {
        var memo = HashMemo.Open(request.Folder);
        var hash = new ContentHash(memo);
        var keys = new ContentKey?[request.Cohort.Cases.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = request.Threads, CancellationToken = cancellation };
        Parallel.For(0, keys.Length, options, index =>
        {
            try
            {
                keys[index] = hash.Of(request.Cohort.Cases[index].Path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                reasons[index] = error is FileNotFoundException or DirectoryNotFoundException ? "no such file" : error.Message;
            }
        });
        memo.Save();
        return keys;
    }

    private static Dictionary<ContentKey, string> WantedImages(Cohort cohort, ContentKey?[] keys)
    {
        var wanted = new Dictionary<ContentKey, string>();
        for (var index = 0; index < keys.Length; index++)
        {
            if (keys[index] is { } key)
            {
                wanted.TryAdd(key, cohort.Cases[index].Path);
            }
        }
        return wanted;
    }

    private static List<(ContentKey Key, string Path)> MissingImages(ShardSet shards, Dictionary<ContentKey, string> wanted, int threads)
    {
        shards.Refresh();
        shards.RemoveDamaged(wanted.Keys, threads);
        return [.. wanted.Where(image => shards.Find(image.Key) is null).Select(image => (image.Key, image.Value))];
    }

    private static void AddReasons(IReadOnlyDictionary<ContentKey, string> failures, ContentKey?[] keys, ConcurrentDictionary<int, string> reasons)
    {
        for (var index = 0; index < keys.Length; index++)
        {
            if (keys[index] is { } key && failures.TryGetValue(key, out var reason))
            {
                reasons[index] = reason;
            }
        }
    }

    private static List<UnreadableCase> RequireReadable(CacheRequest request, ConcurrentDictionary<int, string> reasons)
    {
        var cases = request.Cohort.Cases;
        List<UnreadableCase> unreadable = [.. reasons.OrderBy(entry => entry.Key).Select(entry => new UnreadableCase(entry.Key, cases[entry.Key].Path, entry.Value))];
        if (unreadable.Count > 0 && (request.OnUnreadable == OnUnreadable.Fail || unreadable.Count == cases.Count))
        {
            var problems = new ProblemList(request.Cohort.Source);
            foreach (var one in unreadable)
            {
                problems.AddLine(cases[one.Index].ManifestLine, "image that cannot be used", one.ToString());
            }
            throw new UnreadableCasesException(unreadable, problems.ToList());
        }
        return unreadable;
    }

    /// <summary>Temporary files of processes that were killed; the lock is held, so no living process writes them.</summary>
    private static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.tmp").Where(path => DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > TimeSpan.FromHours(1)))
        {
            File.Delete(path);
        }
    }

    private long[] CommonShape(Cohort cohort)
    {
        var groups = Enumerable.Range(0, Count)
            .Where(Has)
            .GroupBy(index => string.Join('x', places[index]!.Value.Shard.Header.Shape.Skip(1).Reverse()))
            .OrderByDescending(group => group.Count())
            .ToList();
        if (groups.Count == 1)
        {
            var stored = places[groups[0].First()]!.Value.Shard.Header.Shape;
            return [channels?.Count ?? stored[0], .. stored[1..]];
        }
        var sizes = string.Join(", ", groups.Take(5).Select(group => $"{group.Key} ({group.Count()} cases, such as '{cohort.Cases[group.First()].CaseId}')"));
        var message = $"ends with images of {groups.Count} sizes: {sizes}; a network needs one size: add resize or crop_or_pad after the other spatial steps";
        throw new CohortException([new DataProblem(DataProblemKind.Config, message, ConfigKey: "preprocessing")]);
    }
}

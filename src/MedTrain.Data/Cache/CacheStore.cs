using System.Text.Json;
using MedTrain.Data.Cohorts.Audit;

namespace MedTrain.Data.Cache;

/// <summary>The cache folder as a whole: what it holds, whether it is sound, and how it is emptied.</summary>
public static class CacheStore
{
    private const string RecipeFile = "recipe.json";
    private const string MemoFile = "content-hashes.log";

    /// <summary>What the folder holds, one entry per recipe, the largest first.</summary>
    /// <param name="folder">The cache folder; it need not exist.</param>
    public static IReadOnlyList<CachedRecipe> Describe(string folder) =>
        [.. Recipes(folder).Select(recipe => Describe(recipe, check: false)).OrderByDescending(recipe => recipe.Bytes)];

    /// <summary>Reads every image and compares it with its checksum.</summary>
    /// <param name="folder">The cache folder.</param>
    public static IReadOnlyList<CachedRecipe> Verify(string folder) => [.. Recipes(folder).Select(recipe => Describe(recipe, check: true))];

    /// <summary>Deletes recipes that no process is filling; nothing else in the folder is touched.</summary>
    /// <param name="folder">The cache folder.</param>
    /// <param name="unusedFor">Only those whose images were all written longer ago than this.</param>
    /// <returns>What was deleted, and the names of the recipes that were in use.</returns>
    public static (IReadOnlyList<CachedRecipe> Deleted, IReadOnlyList<string> InUse) Clear(string folder, TimeSpan unusedFor)
    {
        var (deleted, inUse) = (new List<CachedRecipe>(), new List<string>());
        foreach (var recipe in Recipes(folder))
        {
            var described = Describe(recipe, check: false);
            if (DateTime.UtcNow - described.Written < unusedFor)
            {
                continue;
            }
            if (BuildLock.TryAcquire(recipe) is not { } held)
            {
                inUse.Add(described.Name);
                continue;
            }
            using (held)
            {
                Delete(recipe);
            }
            deleted.Add(described);
        }
        if (unusedFor == TimeSpan.Zero && inUse.Count == 0)
        {
            File.Delete(Path.Combine(folder, MemoFile));
        }
        return (deleted, inUse);
    }

    private static IEnumerable<string> Recipes(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(path => File.Exists(Path.Combine(path, RecipeFile))).Order(StringComparer.Ordinal)
        : [];

    private static CachedRecipe Describe(string recipe, bool check)
    {
        var files = Directory.GetFiles(recipe, "*" + ShardWriter.Ending);
        var (images, damaged, type) = (0, 0, StoredAs.Float32);
        foreach (var file in files)
        {
            using var shard = Shard.Open(file, recipeKey: null);
            if (shard is null)
            {
                damaged++;
                continue;
            }
            images += shard.Header.Entries.Count;
            type = shard.Header.Type;
            damaged += check && !Enumerable.Range(0, shard.Header.Entries.Count).All(shard.IsWhole) ? 1 : 0;
        }
        return new CachedRecipe(
            Path.GetFileName(recipe),
            images,
            files.Length,
            files.Sum(file => new FileInfo(file).Length),
            type,
            files.Append(Path.Combine(recipe, RecipeFile)).Max(File.GetLastWriteTimeUtc),
            StepsOf(Path.Combine(recipe, RecipeFile)),
            damaged);
    }

    /// <summary>Names of the preprocessing steps.</summary>
    private static IReadOnlyList<string> StepsOf(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            return [.. json.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.EnumerateObject().First().Name)];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return ["unknown"];
        }
    }

    private static void Delete(string recipe)
    {
        foreach (var pattern in new[] { "*" + ShardWriter.Ending, "*" + AuditMemo.Ending, "*.tmp", RecipeFile, BuildLock.FileName })
        {
            foreach (var file in Directory.GetFiles(recipe, pattern))
            {
                File.Delete(file);
            }
        }
        if (!Directory.EnumerateFileSystemEntries(recipe).Any())
        {
            Directory.Delete(recipe);
        }
    }
}

/// <summary>The cached images of one recipe (reader options and preprocessing).</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Shards">Number of files.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Type">How values are kept.</param>
/// <param name="Written">When the last one was written, UTC.</param>
/// <param name="Steps">Names of the preprocessing steps.</param>
/// <param name="Damaged">Files that are damaged; with <see cref="CacheStore.Verify"/> those with any wrong byte.</param>
public sealed record CachedRecipe(
    string Name, int Images, int Shards, long Bytes, StoredAs Type, DateTime Written, IReadOnlyList<string> Steps, int Damaged);

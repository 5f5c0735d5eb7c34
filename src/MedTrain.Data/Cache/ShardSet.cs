using System.Collections.Concurrent;

namespace MedTrain.Data.Cache;

/// <summary>All shards of one recipe, and where each image lies in them. Damaged shards are removed, so that their images are made anew.</summary>
internal sealed class ShardSet(string folder, ContentKey recipeKey) : IDisposable
{
    private readonly Dictionary<string, Shard> shards = new(StringComparer.Ordinal);
    private readonly Dictionary<ContentKey, (Shard Shard, int Slot)> places = [];
    private readonly HashSet<(Shard, int)> known = [];

    /// <summary>Where the shards lie.</summary>
    public string Folder => folder;

    /// <summary>Opens the shards that have appeared since the last call.</summary>
    public void Refresh()
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + ShardWriter.Ending).Where(path => !shards.ContainsKey(path)).Order(StringComparer.Ordinal).ToList())
        {
            try
            {
                Open(path);
            }
            catch (FileNotFoundException)
            {
                // Another process found it damaged and removed it.
            }
        }
    }

    /// <summary>Where an image lies, or null.</summary>
    public (Shard Shard, int Slot)? Find(ContentKey key) => places.TryGetValue(key, out var place) ? place : null;

    /// <summary>Checks the given images that were not checked before; a shard with a damaged one is removed.</summary>
    /// <param name="keys">The images that are wanted.</param>
    /// <param name="threads">How many are checked at once.</param>
    public void RemoveDamaged(IEnumerable<ContentKey> keys, int threads)
    {
        var toCheck = keys.Select(Find).OfType<(Shard Shard, int Slot)>().Where(known.Add).ToList();
        var damaged = new ConcurrentDictionary<Shard, byte>();
        Parallel.ForEach(toCheck, new ParallelOptions { MaxDegreeOfParallelism = threads }, place =>
        {
            if (!place.Shard.IsWhole(place.Slot))
            {
                damaged[place.Shard] = 0;
            }
        });
        foreach (var shard in damaged.Keys)
        {
            Remove(shard);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shard in shards.Values)
        {
            shard.Dispose();
        }
    }

    private void Open(string path)
    {
        if (Shard.Open(path, recipeKey) is not { } shard)
        {
            File.Delete(path);
            return;
        }
        shards[path] = shard;
        for (var slot = 0; slot < shard.Header.Entries.Count; slot++)
        {
            places.TryAdd(shard.Header.Entries[slot].Key, (shard, slot));
        }
    }

    private void Remove(Shard shard)
    {
        foreach (var entry in shard.Header.Entries.Where(entry => Find(entry.Key) is { } place && place.Shard == shard).ToList())
        {
            places.Remove(entry.Key);
        }
        shards.Remove(shard.Path);
        File.Delete(shard.Path);
        shard.Dispose();
    }
}

using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Cache;

/// <summary>Content hashes of a cohort's images, without decoding them.</summary>
public static class ContentHashes
{
    /// <summary>Hashes every image; files that have not changed since a cache hashed them are not read again.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="cacheFolder">The cache folder, which remembers hashes.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>One hash a case, in order; unique for a case whose image cannot be read.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyList<Case> cases, string cacheFolder, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(cacheFolder);
        var memo = HashMemo.Open(cacheFolder);
        var hash = new ContentHash(memo);
        var hashes = new string[cases.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, hashes.Length, options, index =>
        {
            try
            {
                hashes[index] = hash.Of(cases[index].Path).ToString();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                hashes[index] = $"unreadable {index}";
            }
        });
        memo.Save();
        return hashes;
    }
}

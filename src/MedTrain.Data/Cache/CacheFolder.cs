namespace MedTrain.Data.Cache;

/// <summary>Where the cache lies.</summary>
public static class CacheFolder
{
    /// <summary>The configured folder, else <c>$MEDTRAIN_CACHE</c>, else <c>$XDG_CACHE_HOME/medtrain</c>, else <c>~/.cache/medtrain</c>.</summary>
    /// <param name="configured">The folder that the experiment file names, or null.</param>
    /// <returns>An absolute path; the folder need not exist.</returns>
    public static string Resolve(string? configured)
    {
        if (Given(configured) is { } folder)
        {
            return Path.GetFullPath(folder);
        }
        if (Given(Environment.GetEnvironmentVariable("MEDTRAIN_CACHE")) is { } own)
        {
            return Path.GetFullPath(own);
        }
        var caches = Given(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"))
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.GetFullPath(Path.Combine(caches, "medtrain"));
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

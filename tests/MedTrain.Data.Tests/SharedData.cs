using System.Reflection;

namespace MedTrain.Data.Tests;

/// <summary>The folder of real images beside the repository (shared/data), or the one that MEDTRAIN_DATA names; not part of the repository.</summary>
public static class SharedData
{
    /// <summary>The folder, or null where there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>A file or folder in it.</summary>
    public static string At(params string[] parts) => Path.Combine([Root!, .. parts]);

    private static string? Find()
    {
        string repository = typeof(SharedData).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "RepositoryRoot").Value!;
        string?[] candidates = [Environment.GetEnvironmentVariable("MEDTRAIN_DATA"), Path.Combine(repository, "..", "shared", "data")];
        return candidates.Where(Directory.Exists).Select(c => Path.GetFullPath(c!)).FirstOrDefault();
    }
}

/// <summary>A test that needs the real images and is skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Root is null)
        {
            Skip = "needs the real images: set MEDTRAIN_DATA to their folder";
        }
    }
}

/// <summary>As <see cref="SharedDataFactAttribute"/>, for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute()
    {
        if (SharedData.Root is null)
        {
            Skip = "needs the real images: set MEDTRAIN_DATA to their folder";
        }
    }
}

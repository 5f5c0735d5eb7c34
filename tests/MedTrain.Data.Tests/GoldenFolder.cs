using System.Reflection;

namespace MedTrain.Data.Tests;

/// <summary>The folder <c>tests/golden</c> of this repository.</summary>
public static class GoldenFolder
{
    private static readonly string Root = typeof(GoldenFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>A file in it.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, "tests", "golden", .. parts]);
}

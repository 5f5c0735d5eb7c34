using MedTrain.Data;
using MedTrain.Data.Cohorts.Indexing;

namespace MedTrain.Configuration;

/// <summary>The recipes for public data sets that the program brings along: the files in <c>data-manifests/</c>.</summary>
internal static class RecipeLibrary
{
    private const string Prefix = "data-manifests/";

    /// <summary>Names of the recipes.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(RecipeLibrary).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a recipe.</summary>
    /// <param name="name">One of <see cref="Names"/>, or a YAML file; null = an empty recipe.</param>
    /// <param name="changes">Changes to it.</param>
    /// <exception cref="UsageException">There is no such recipe.</exception>
    /// <exception cref="ConfigException">The recipe has mistakes; carries all.</exception>
    public static IndexRecipe Read(string? name, IEnumerable<ConfigOverride> changes)
    {
        var binder = new ConfigBinder(ConfigTables.All);
        if (name is null) { return binder.BindText<IndexRecipe>("", "", changes).Require<IndexRecipe>(); }

        if (File.Exists(name)) { return binder.BindFile<IndexRecipe>(name, changes).Require<IndexRecipe>(); }

        if (!Names.Contains(name)) { throw new UsageException($"--recipe — {name} — is neither a recipe nor a file — {NearestName.Advice(name, [.. Names])}"); }

        using var reader = new StreamReader(typeof(RecipeLibrary).Assembly.GetManifestResourceStream(Prefix + name)!);
        return binder.BindText<IndexRecipe>(reader.ReadToEnd(), $"{Prefix}{name}.yaml", changes).Require<IndexRecipe>();
    }
}

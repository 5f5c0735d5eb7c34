using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedTrain.Learning.Pretrained;

/// <summary>A weights file of a catalogue.</summary>
public sealed record CatalogueEntry
{
    /// <summary>The name in <c>pretrained</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The file, relative to the catalogue's folder.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The licence of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>Where the file is published.</summary>
    public required Uri Source { get; init; }

    /// <summary>The network it is for, a name of the model table.</summary>
    public string? Model { get; init; }

    /// <summary>How it names its tensors, a name of <see cref="KeyNamingTable"/>; found out when absent.</summary>
    public string? Naming { get; init; }

    /// <summary>Mean of each channel that the weights expect, for pixel values of 0–1.</summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>Standard deviation of each channel that the weights expect.</summary>
    public IReadOnlyList<double>? Std { get; init; }
}

/// <summary>
/// A folder of weights files with <c>catalogue.json</c>, an array of entries: which file has which name, checksum, licence and source.
/// Nothing is ever downloaded: files are put there by hand, and the catalogue says which ones are meant.
/// </summary>
public sealed class WeightsCatalogue
{
    /// <summary>The catalogue's file name.</summary>
    public const string FileName = "catalogue.json";

    /// <summary>The environment variable that names the folder used when none is given.</summary>
    public const string FolderVariable = "MEDTRAIN_WEIGHTS";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private WeightsCatalogue(string folder, IReadOnlyList<CatalogueEntry> entries) => (Folder, Entries) = (folder, entries);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The entries in the catalogue's order.</summary>
    public IReadOnlyList<CatalogueEntry> Entries { get; }

    /// <summary>The folder that is asked for, else the one of the environment variable; null when neither is given.</summary>
    public static string? FindFolder(string? asked) =>
        asked ?? (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : null);

    /// <summary>Reads a folder's catalogue.</summary>
    /// <exception cref="PretrainedException">There is none, or it is damaged; the message says how.</exception>
    public static WeightsCatalogue Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var entries = JsonSerializer.Deserialize<List<CatalogueEntry>>(File.ReadAllText(path), Json)
                ?? throw new PretrainedException($"{path} holds no list of entries.");
            return entries.Select(Problem).FirstOrDefault(problem => problem is not null) is { } problem
                ? throw new PretrainedException($"{path}: {problem}")
                : entries.GroupBy(entry => entry.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
                    ? throw new PretrainedException($"{path}: the name '{twice.Key}' occurs twice.")
                    : new WeightsCatalogue(folder, entries);
        }
        catch (JsonException problem)
        {
            throw new PretrainedException($"{path}: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PretrainedException(
                $"{folder} has no {FileName}. It is a JSON array of entries with name, file, sha256, licence, source and, where "
                    + $"known, model, naming, mean, std.",
                problem);
        }
    }

    /// <summary>Where an entry's file lies.</summary>
    public string PathOf(CatalogueEntry entry) => Path.Combine(Folder, entry.File);

    /// <summary>What is wrong with an entry's file as a sentence, or null when it is the one that is meant.</summary>
    public string? FileProblem(CatalogueEntry entry)
    {
        var path = PathOf(entry);
        if (!File.Exists(path))
        {
            return $"{path} is not there. Get it from {entry.Source} (licence: {entry.Licence}).";
        }

        using var stream = File.OpenRead(path);
        var actual = Convert.ToHexStringLower(SHA256.HashData(stream));
        return string.Equals(actual, entry.Sha256, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"{path} has the SHA-256 {actual}, the catalogue says {entry.Sha256}. Get it again from {entry.Source}, or correct the "
                + $"catalogue.";
    }

    private static string? Problem(CatalogueEntry entry)
    {
        const int HashLetters = 64;
        return entry switch
        {
            { Name.Length: 0 } => "an entry has an empty name.",
            _ when Path.IsPathRooted(entry.File) || entry.File.Split('/', '\\').Contains("..") =>
                $"'{entry.Name}': the file '{entry.File}' is not inside the folder.",
            _ when entry.Sha256.Length != HashLetters || !entry.Sha256.All(char.IsAsciiHexDigit) =>
                $"'{entry.Name}': '{entry.Sha256}' is no SHA-256 ({HashLetters} hexadecimal digits).",
            { Naming: { } naming } when KeyNamingTable.Rows.All(row => row.Name != naming) =>
                $"'{entry.Name}': there is no naming '{naming}'; known are "
                    + $"{string.Join(", ", KeyNamingTable.Rows.Select(row => row.Name))}.",
            _ when (entry.Mean is null) != (entry.Std is null) || entry.Mean?.Count != entry.Std?.Count =>
                $"'{entry.Name}': mean and std belong together, one number each for every channel.",
            _ => null,
        };
    }
}

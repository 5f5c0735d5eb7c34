using System.CommandLine;
using MedTrain.Data.Cache;
using MedTrain.Presentation;

namespace MedTrain.Commands;

/// <summary><c>medtrain cache</c>: the cache of preprocessed images.</summary>
internal static class CacheCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Look at, check or empty the cache of preprocessed images.";

    /// <summary>Makes the command.</summary>
    public static Command Create() => new("cache", Summary) { Info(), Verify(), Clear() };

    private static Verb Info()
    {
        var command = new Verb("info", "Tell what the cache holds, one line per preprocessing.", "medtrain cache info", "medtrain cache info --cache /scratch/cache --json");
        var (folder, output) = (FolderOption(command), new OutputOptions(command));
        command.SetAction(parsed =>
        {
            var path = CacheFolder.Resolve(parsed.GetValue(folder));
            Print(parsed, output, path, CacheStore.Describe(path));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Verb Verify()
    {
        var command = new Verb(
            "verify",
            "Read every cached image and compare it with its checksum. Damaged files cost nothing but time: fit makes their images anew. Exit code 1 when there are any.",
            "medtrain cache verify");
        var (folder, output) = (FolderOption(command), new OutputOptions(command));
        command.SetAction(parsed =>
        {
            var path = CacheFolder.Resolve(parsed.GetValue(folder));
            var recipes = CacheStore.Verify(path);
            Print(parsed, output, path, recipes);
            return recipes.Any(recipe => recipe.Damaged > 0) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    private static Verb Clear()
    {
        var command = new Verb(
            "clear",
            "Delete cached images; those that a process is writing now are kept. Nothing else in the folder is touched.",
            "medtrain cache clear",
            "medtrain cache clear --older-than 30");
        var (folder, output) = (FolderOption(command), new OutputOptions(command));
        var age = new Option<double>("--older-than") { Description = "Only preprocessings whose newest image is older than this many days.", HelpName = "DAYS" };
        age.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(double.TryParse(token.Value, out var days) && days is >= 0 and < 36500))
            {
                result.AddError($"--older-than {token.Value} — is no number of days — give a number of at least 0, such as 30");
            }
        });
        command.Options.Add(age);
        command.SetAction(parsed =>
        {
            var path = CacheFolder.Resolve(parsed.GetValue(folder));
            var (deleted, inUse) = CacheStore.Clear(path, TimeSpan.FromDays(parsed.GetValue(age)));
            var text = parsed.InvocationConfiguration.Output;
            if (output.WantsJson(parsed)) { JsonOutput.Write(text, new { folder = path, deleted, in_use = inUse }); }
            else
            {
                text.WriteLine($"deleted {deleted.Sum(recipe => recipe.Images)} images, {Size(deleted.Sum(recipe => recipe.Bytes))}, from {path}");
                foreach (var name in inUse) { text.WriteLine($"kept {name}: a process is writing it"); }
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Option<string?> FolderOption(Verb command)
    {
        var option = new Option<string?>("--cache")
        {
            Description = "The cache folder [default: $MEDTRAIN_CACHE, else $XDG_CACHE_HOME/medtrain, else ~/.cache/medtrain]",
            HelpName = "FOLDER",
        };
        command.Options.Add(option);
        return option;
    }

    private static void Print(ParseResult parsed, OutputOptions output, string folder, IReadOnlyList<CachedRecipe> recipes)
    {
        var text = parsed.InvocationConfiguration.Output;
        if (output.WantsJson(parsed)) { JsonOutput.Write(text, new { folder, recipes }); return; }

        TextTable.Write(
            text, $"{folder}: {recipes.Sum(recipe => recipe.Images)} images, {Size(recipes.Sum(recipe => recipe.Bytes))}",
            ["name", "images", "size", "kept as", "written (UTC)", "damaged files", "preprocessing"],
            [.. recipes.Select(recipe => (IReadOnlyList<string>)
            [
                recipe.Name[..Math.Min(12, recipe.Name.Length)], $"{recipe.Images}", Size(recipe.Bytes), $"{recipe.Type}".ToLowerInvariant(),
                recipe.Written.ToString("yyyy-MM-dd HH:mm"), $"{recipe.Damaged}", string.Join(", ", recipe.Steps),
            ])],
            1, 2, 5);
    }

    private static string Size(long bytes) => bytes < 1 << 20 ? $"{bytes / 1024.0:0.0} KiB" : $"{bytes / 1048576.0:0.0} MiB";
}

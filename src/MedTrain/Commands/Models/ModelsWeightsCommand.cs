using System.CommandLine;
using MedTrain.Data;
using MedTrain.Learning.Pretrained;
using MedTrain.Presentation;

namespace MedTrain.Commands.Models;

/// <summary><c>medtrain models weights</c>: the local weights folder.</summary>
internal static class ModelsWeightsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() =>
        new("weights", "List or verify the weights files of a local folder with a catalogue; nothing is downloaded.")
    {
        CreateList(),
        CreateVerify(),
    };

    private static Verb CreateList()
    {
        var command = new Verb(
            "list",
            $"List a weights folder's catalogue ({WeightsCatalogue.FileName}).",
            "medtrain models weights list --folder weights",
            "medtrain models weights list --json");
        var folder = AddFolder(command);
        var output = new OutputOptions(command);
        command.SetAction(parsed =>
        {
            var catalogue = Read(parsed.GetValue(folder));
            var writer = parsed.InvocationConfiguration.Output;
            var rows = catalogue.Entries.Select(entry => (Entry: entry, IsThere: File.Exists(catalogue.PathOf(entry)))).ToList();
            if (output.WantsJson(parsed)) { JsonOutput.Write(writer, rows.Select(row => new { row.Entry, row.IsThere })); }
            else
            {
                TextTable.Write(writer, "", ["name", "model", "file", "there", "licence", "source"], rows.Select(row => (string[])
                [
                    row.Entry.Name, row.Entry.Model ?? "", row.Entry.File, row.IsThere ? "yes" : "no", row.Entry.Licence,
                        $"{row.Entry.Source}",
                ]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Verb CreateVerify()
    {
        var command = new Verb(
            "verify",
            "Check that the files of a weights folder are there, have the catalogue's checksums, and can be read and fit the "
            + "networks they are for (exit code 4 when one is not as it should be).",
            "medtrain models weights verify --folder weights",
            "medtrain models weights verify resnet18-imagenet");
        var names =
            new Argument<string[]>("NAME") { Description = "Names of the catalogue [default: all]", Arity = ArgumentArity.ZeroOrMore };
        var folder = AddFolder(command);
        var output = new OutputOptions(command);
        command.Arguments.Add(names);
        command.SetAction(parsed =>
        {
            var catalogue = Read(parsed.GetValue(folder));
            var verdicts = Select(catalogue, parsed.GetValue(names) ?? []).Select(entry => WeightsVerdict.Of(catalogue, entry)).ToList();
            var writer = parsed.InvocationConfiguration.Output;
            if (output.WantsJson(parsed)) { JsonOutput.Write(writer, verdicts); }
            else
            {
                TextTable.Write(writer, "", ["name", "good", "found"], verdicts.Select(verdict => (string[])
                    [verdict.Name, verdict.IsGood ? "yes" : "NO", verdict.Finding]));
            }

            return verdicts.All(verdict => verdict.IsGood) ? ExitCodes.Done : ExitCodes.BadData;
        });
        return command;
    }

    private static Option<string?> AddFolder(Verb command)
    {
        var folder = new Option<string?>("--folder")
        {
            Description = $"The weights folder [default: the environment variable {WeightsCatalogue.FolderVariable}]",
        };
        command.Options.Add(folder);
        return folder;
    }

    private static WeightsCatalogue Read(string? asked) => WeightsCatalogue.FindFolder(asked) is { } folder
        ? WeightsCatalogue.Read(folder)
        : throw new UsageException($"There is no weights folder: give --folder, or set the environment variable "
            + $"{WeightsCatalogue.FolderVariable}.");

    private static IEnumerable<CatalogueEntry> Select(WeightsCatalogue catalogue, string[] names)
    {
        var known = catalogue.Entries.Select(entry => entry.Name).ToList();
        return names.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw new UsageException($"The catalogue has no '{unknown}' — {NearestName.Advice(unknown, known)}")
            : catalogue.Entries.Where(entry => names.Length == 0 || names.Contains(entry.Name));
    }
}

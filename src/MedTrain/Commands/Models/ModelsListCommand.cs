using System.CommandLine;
using System.Text.Json.Serialization;
using MedTrain.Data;
using MedTrain.Learning.Models;
using MedTrain.Presentation;

namespace MedTrain.Commands.Models;

/// <summary><c>medtrain models list</c>.</summary>
internal static class ModelsListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "list",
            "List the networks that model.name can be.",
            "medtrain models list",
            "medtrain models list --dims 3 --family DenseNet",
            "medtrain models list --json");
        var dims = new Option<int?>("--dims") { Description = "Only networks for images (2) or volumes (3)." };
        var family = new Option<string?>("--family") { Description = "Only networks of one family, e.g. ResNet." };
        var output = new OutputOptions(command);
        dims.AcceptOnlyFromAmong("2", "3");
        command.Options.Add(dims);
        command.Options.Add(family);
        command.SetAction(parsed =>
        {
            var rows = Select(parsed.GetValue(dims), parsed.GetValue(family)).Select(Listed.Of);
            var writer = parsed.InvocationConfiguration.Output;
            if (output.WantsJson(parsed)) { JsonOutput.Write(writer, rows); }
            else
            {
                string[] headings = ["name", "family", "dims", "usual input", "weights", "source"];
                TextTable.Write(writer, "", headings, rows.Select(row => row.Cells));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static IEnumerable<ModelRow> Select(int? dims, string? family)
    {
        var families = ModelTable.Rows.Select(row => row.Family).Distinct().ToList();
        if (family is not null && !families.Contains(family, StringComparer.OrdinalIgnoreCase))
        {
            throw new UsageException($"--family {family} — there is no such family — {NearestName.Advice(family, families)}");
        }

        return ModelTable.Rows.Where(row => (dims is null || row.Dims.Any(each => (int)each == dims))
            && (family is null || row.Family.Equals(family, StringComparison.OrdinalIgnoreCase)));
    }

    private sealed record Listed(
        string Name, string Family, IEnumerable<int> Dims, IEnumerable<string> Inputs, string Weights, string Source)
    {
        // What published weights expect of each channel, for pixel values of 0 to 1.
        public IReadOnlyList<double>? Mean { get; init; }

        public IReadOnlyList<double>? Std { get; init; }

        [JsonIgnore]
        public string[] Cells =>
            [Name, Family, string.Join(", ", Dims.Select(dims => $"{dims}D")), string.Join(", ", Inputs), Weights, Source];

        public static Listed Of(ModelRow row) => new(
            row.Name, row.Family, row.Dims.Select(dims => (int)dims), row.Inputs.Select(input => string.Join('x', input)),
            row.Weights == WeightNaming.MedTrain ? "" : row.Weights.ToString().ToLowerInvariant(), row.Source?.ToString() ?? "")
        {
            Mean = row.Statistics?.Mean,
            Std = row.Statistics?.Std,
        };
    }
}

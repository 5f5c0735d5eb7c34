using System.CommandLine;
using System.Text.Json;
using MedTrain.Configuration;

namespace MedTrain.Commands;

/// <summary>The cohort that a command works on: that of an experiment file or a run, or a manifest whose columns options name.</summary>
internal sealed class CohortSource
{
    private static readonly string[] ManifestEndings = [".csv", ".tsv"];

    private readonly Argument<string> _path = new("CONFIG|MANIFEST")
    {
        Description = "An experiment file (YAML), a run folder, or a manifest (CSV or TSV).",
    };
    private readonly Option<string[]> _labels = new("--labels")
    {
        Description = "Of a manifest: its label columns, separated by commas.",
        HelpName = "A,B",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string?> _task = new("--task")
    {
        Description = "Of a manifest: binary, multiclass, multilabel or regression [default: binary for one label, else multilabel]",
        HelpName = "TASK",
    };
    private readonly Option<string[]> _set = ExperimentSource.SetOption();

    /// <summary>Adds argument and options to <paramref name="command"/>.</summary>
    public CohortSource(Command command)
    {
        command.Arguments.Add(_path);
        foreach (var option in new Option[] { _labels, _task, _set }) { command.Options.Add(option); }
    }

    /// <summary>The path as it was typed.</summary>
    public string File(ParseResult parsed) => parsed.GetRequiredValue(_path);

    /// <summary>Reads the experiment, or makes one around the manifest; problems are in the result.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="more">Further changes, such as those of a command's own options.</param>
    /// <exception cref="UsageException">There is no such file.</exception>
    public BoundConfig Bind(ParseResult parsed, IEnumerable<ConfigOverride> more)
    {
        var path = File(parsed);
        var changes = ExperimentSource.Changes(parsed, _set).Concat(more);
        if (!ManifestEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            var isRun = Directory.Exists(path) && System.IO.File.Exists(Path.Combine(path, "config.yaml"));
            return ExperimentSource.Bind(isRun ? Path.Combine(path, "config.yaml") : path, changes);
        }

        var labels = (parsed.GetValue(_labels) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        var task = parsed.GetValue(_task) ?? (labels.Count == 1 ? "binary" : "multilabel");
        ConfigOverride[] made =
        [
            new("name", "manifest", "MANIFEST"),
            new("task", task, "--task"),
            new("data.manifest", JsonSerializer.Serialize(path), "MANIFEST"),
            new("data.labels", JsonSerializer.Serialize(labels), "--labels"),
            new("model.name", "simple-cnn", "MANIFEST"),
        ];
        return new ConfigBinder(ConfigTables.All).BindText<ExperimentConfig>("", "", made.Concat(changes));
    }
}

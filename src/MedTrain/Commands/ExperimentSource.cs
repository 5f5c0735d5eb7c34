using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Data;

namespace MedTrain.Commands;

/// <summary>The experiment file that a command works on, and the changes to it that were typed.</summary>
internal sealed class ExperimentSource
{
    private readonly Argument<string> _file = new("CONFIG")
    {
        Description = "The experiment file (YAML); 'medtrain config schema' describes it.",
    };
    private readonly Option<string[]> _set = SetOption();

    /// <summary>Adds argument and option to <paramref name="command"/>.</summary>
    public ExperimentSource(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_set);
    }

    /// <summary>The path as it was typed.</summary>
    public string File(ParseResult parsed) => parsed.GetRequiredValue(_file);

    /// <summary>Reads the file with the changes in place; problems are in the result.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    public BoundConfig Bind(ParseResult parsed) => Bind(parsed, []);

    /// <summary>Reads the file with the changes in place, and then further ones; problems are in the result.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    public BoundConfig Bind(ParseResult parsed, IEnumerable<ConfigOverride> further) => Bind(File(parsed), Changes(parsed, _set).Concat(further));

    /// <summary>Reads a file with changes in place; problems are in the result.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    public static BoundConfig Bind(string file, IEnumerable<ConfigOverride> changes) => System.IO.File.Exists(file)
        ? new ConfigBinder(ConfigTables.All).BindFile<ExperimentConfig>(file, changes)
        : throw new UsageException(NoSuchFile(file));

    /// <summary>The option <c>--set key=value</c>.</summary>
    public static Option<string[]> SetOption()
    {
        var option = new Option<string[]>("--set")
        {
            Description = "Change one value of the file, as in --set training.epochs=5 --set model.name=resnet18; "
                + "list items by number: preprocessing.0.resize.size=[64,64].",
            HelpName = "KEY=VALUE",
            Arity = ArgumentArity.OneOrMore,
        };
        option.Validators.Add(result =>
        {
            foreach (var typed in result.Tokens.Where(token => ConfigOverride.Parse(token.Value) is null))
            {
                result.AddError($"--set {typed.Value} — names no key with a value — write --set key=value, as in --set training.epochs=5");
            }
        });
        return option;
    }

    /// <summary>The changes that were typed.</summary>
    public static IEnumerable<ConfigOverride> Changes(ParseResult parsed, Option<string[]> set) =>
        (parsed.GetValue(set) ?? []).Select(typed => ConfigOverride.Parse(typed)!);

    private static string NoSuchFile(string file)
    {
        var folder = Path.GetDirectoryName(file) is { Length: > 0 } parent ? parent : ".";
        var others = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).ToList() : [];
        var near = NearestName.Of(Path.GetFileName(file), others.Select(other => Path.GetFileName(other)));
        var hint = near is not null ? $"did you mean {Path.Combine(folder, near)}?"
            : others.Count > 0 ? $"there are {string.Join(", ", others)}"
            : "check the path";
        return $"{file} — there is no such experiment file — {hint}";
    }
}

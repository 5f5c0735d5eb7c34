using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Presentation;

namespace MedTrain.Commands;

/// <summary><c>medtrain config</c>: what an experiment file may say, and what one says with every default filled in.</summary>
internal static class ConfigCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Describe experiment files to an editor, or show one with every default filled in.";

    /// <summary>Makes the command.</summary>
    public static Command Create() => new("config", Summary) { CreateSchema(), CreateShow() };

    private static Verb CreateSchema()
    {
        var command = new Verb(
            "schema",
            "Print the JSON Schema of experiment files. Editors with a YAML language server complete and check a file whose first line is\n"
            + "  # yaml-language-server: $schema=medtrain.schema.json",
            "medtrain config schema > medtrain.schema.json");
        command.SetAction(parsed =>
        {
            var schema = ConfigSchema.Of(typeof(ExperimentConfig), "MedTrain experiment", ConfigTables.All);
            JsonOutput.Write(parsed.InvocationConfiguration.Output, schema);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Verb CreateShow()
    {
        var command = new Verb(
            "show",
            "Print an experiment file with overrides applied and every default filled in. The output is itself an experiment file.",
            "medtrain config show configs/quickstart.yaml",
            "medtrain config show configs/quickstart.yaml --set training.epochs=5 > mine.yaml");
        var source = new ExperimentSource(command);
        var output = new OutputOptions(command);
        command.SetAction(parsed =>
        {
            var settings = ResolvedJson.Of(source.Bind(parsed).Require<ExperimentConfig>());
            var writer = parsed.InvocationConfiguration.Output;
            if (output.WantsJson(parsed)) { JsonOutput.Write(writer, settings); }
            else { writer.Write(ResolvedYaml.Write(settings)); }

            return ExitCodes.Done;
        });
        return command;
    }
}

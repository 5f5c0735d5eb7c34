using System.CommandLine;
using MedTrain.Commands;

namespace MedTrain.Tests.Commands;

public class CommandLineTests
{
    public static TheoryData<string> AllCommands => new(Leaves("", CommandTable.Rows.Select(row => row.Create())));

    [Fact]
    public void The_list_of_commands_is_shown_with_the_meaning_of_exit_codes()
    {
        var outcome = MedTrainProgram.Run("--help");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.All(CommandTable.Rows, row => Assert.Contains(row.Summary, outcome.Output, StringComparison.Ordinal));
        Assert.Contains("3 leakage", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Command_names_are_unique()
    {
        Assert.NotEmpty(CommandTable.Rows);
        Assert.Distinct(CommandTable.Rows.Select(row => row.Name));
    }

    [Theory]
    [MemberData(nameof(AllCommands))]
    public void The_help_of_every_command_has_an_example_that_parses(string name)
    {
        var outcome = MedTrainProgram.Run([.. name.Split(' '), "--help"]);

        var examples = outcome.Output[(outcome.Output.IndexOf("Examples:", StringComparison.Ordinal) + 9)..].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.StartsWith($"medtrain {name}", example, StringComparison.Ordinal));
        Assert.All(examples, example => Assert.Empty(Parse(example).Errors));
    }

    [Theory]
    [InlineData("evalute", "there is no command 'evalute'. Did you mean 'evaluate'?")]
    [InlineData("evaluate", "RUN|CSV is missing. A run folder, or a CSV file of truths and scores.")]
    [InlineData("", "which command?")]
    [InlineData("evaluate --jsno x.csv", "there is no option --jsno. Did you mean '--json'?")]
    [InlineData("evaluate x.csv y.csv", "'y.csv'")]
    [InlineData("evaluate nowhere.csv", "nowhere.csv — there is no such run folder or CSV file")]
    public void Wrong_usage_ends_with_exit_code_2_and_says_what_is_wrong(string typed, string message)
    {
        var outcome = MedTrainProgram.Run(typed.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    private static ParseResult Parse(string example)
    {
        var words = example.Split(" > ")[0].Split(' ').Skip(1).Select(word => word.Trim('\'')).ToArray();
        return new RootCommand { CommandTable.Rows.Single(row => row.Name == words[0]).Create() }.Parse(words);
    }

    private static IEnumerable<string> Leaves(string prefix, IEnumerable<Command> commands) =>
        commands.SelectMany(command => command.Subcommands.Count == 0 ? [prefix + command.Name] : Leaves(prefix + command.Name + " ", command.Subcommands));
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using MedTrain.Data;
using MedTrain.Presentation;

namespace MedTrain.Commands;

/// <summary>Parses the command line, runs the command, and turns whatever happens into one message and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>
    /// Runs <paramref name="args"/>; results go to <paramref name="output"/>, everything else to <paramref name="error"/>.
    /// </summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        // A file name may begin with @, so no response files.
        var parsed = CreateRoot(args).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 || MistypedOption(parsed) is not null) { return RefuseUsage(parsed, error); }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception exception)
        {
            return FailureReport.Write(exception, error, parsed.GetValue(VerbosityOptions.Verbose));
        }
    }

    /// <summary>The root command. Only the command that was typed gets its options, which keeps the start quick.</summary>
    private static RootCommand CreateRoot(IReadOnlyList<string> args)
    {
        var root = new RootCommand("MedTrain trains networks on medical images and reports results that can be defended.\n" + ExitCodes.Help);
        root.Options.Add(VerbosityOptions.Verbose);
        root.Options.Add(VerbosityOptions.Quiet);
        foreach (var row in CommandTable.Rows)
        {
            root.Subcommands.Add(args.Contains(row.Name) ? row.Create() : new Command(row.Name, row.Summary));
        }

        var help = root.Options.OfType<HelpOption>().First();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static int RefuseUsage(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        var name = NameOf(parsed);
        if (MistypedOption(parsed) is { } option && command.Options.Any(one => one.Name == option))
        {
            var at = parsed.Tokens.ToList().FindIndex(token => token.Value.Split('=')[0] == option && token.Type == TokenType.Argument);
            error.WriteLine($"{name}: {parsed.Tokens[Math.Max(0, at - 1)].Value} needs a value, but {option} follows it.");
        }
        else if (MistypedOption(parsed) is { } unknown)
        {
            error.WriteLine($"{name}: there is no option {unknown}. {Nearest(unknown, command.Options.Select(one => one.Name))}");
        }
        else if (command.Subcommands.Count > 0)
        {
            var typed = parsed.UnmatchedTokens is [var first, ..] ? first : "";
            var names = command.Subcommands.Select(one => one.Name).ToList();
            var problem = typed.Length > 0 ? $"there is no command '{typed}'. " : "which command? ";
            error.WriteLine($"{name}: {problem}{Nearest(typed, names)}The commands are {string.Join(", ", names)}.");
        }
        else
        {
            foreach (var wrong in parsed.Errors) { error.WriteLine($"{name}: {Words(wrong)}"); }
        }

        error.WriteLine($"See '{name} --help'.");
        return ExitCodes.Usage;
    }

    private static string Words(ParseError error) =>
        error.SymbolResult is ArgumentResult { Tokens.Count: 0, Argument: { Description: { } meaning } missing }
        ? $"{missing.Name} is missing. {meaning}"
        : error.Message;

    // What looks like an option and is none would otherwise be taken for a file.
    private static string? MistypedOption(ParseResult parsed) =>
        parsed.Tokens.Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => token.Value.Split('=')[0]).FirstOrDefault();

    private static string Nearest(string given, IEnumerable<string> known) =>
        NearestName.Of(given, known) is { } name ? $"Did you mean '{name}'? " : "";

    private static string NameOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
        {
            names.Insert(0, result.Command is RootCommand ? "medtrain" : result.Command.Name);
        }

        return string.Join(' ', names);
    }
}

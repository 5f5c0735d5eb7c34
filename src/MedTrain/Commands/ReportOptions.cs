using System.CommandLine;
using MedTrain.Presentation;

namespace MedTrain.Commands;

/// <summary>The choice between tables for people and the forms that programs and papers need.</summary>
internal sealed class ReportOptions
{
    private readonly (Option<bool> Option, ReportFormat Format)[] _formats =
    [
        (new("--json") { Description = "Print JSON with every digit." }, ReportFormat.Json),
        (new("--csv") { Description = "Print one CSV table with every digit, one row a number." }, ReportFormat.Csv),
        (new("--markdown") { Description = "Print the tables as Markdown." }, ReportFormat.Markdown),
        (new("--latex") { Description = "Print the tables as LaTeX (package booktabs)." }, ReportFormat.Latex),
    ];

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public ReportOptions(Command command)
    {
        foreach (var (option, _) in _formats) { command.Options.Add(option); }
    }

    /// <summary>The form that was asked for.</summary>
    /// <exception cref="UsageException">More than one was.</exception>
    public ReportFormat Format(ParseResult parsed)
    {
        var typed = _formats.Where(row => parsed.GetValue(row.Option)).ToList();
        return typed.Count < 2
            ? typed.Select(row => row.Format).FirstOrDefault()
            : throw new UsageException(
                $"{string.Join(" and ", typed.Select(row => row.Option.Name))} — only one form can be printed — choose one");
    }
}

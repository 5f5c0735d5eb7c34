using System.CommandLine;
using MedTrain.Commands.Models;

namespace MedTrain.Commands;

/// <summary>Every command of the program. To add one: a file in this folder, and a row here.</summary>
internal static class CommandTable
{
    /// <summary>
    /// The commands in the order of <c>medtrain --help</c>: name, one line for that list, and what makes the full command.
    /// </summary>
    public static IReadOnlyList<(string Name, string Summary, Func<Command> Create)> Rows { get; } =
    [
        ("fit", FitCommand.Summary, FitCommand.Create),
        ("predict", PredictCommand.Summary, PredictCommand.Create),
        ("evaluate", EvaluateCommand.Summary, EvaluateCommand.Create),
        ("compare", CompareCommand.Summary, CompareCommand.Create),
        ("report", ReportCommand.Summary, ReportCommand.Create),
        ("sample-size", SampleSizeCommand.Summary, SampleSizeCommand.Create),
        ("check", CheckCommand.Summary, CheckCommand.Create),
        ("audit", AuditCommand.Summary, AuditCommand.Create),
        ("split", SplitCommand.Summary, SplitCommand.Create),
        ("index", IndexCommand.Summary, IndexCommand.Create),
        ("data", DataCommand.Summary, DataCommand.Create),
        ("cache", CacheCommand.Summary, CacheCommand.Create),
        ("synth", SynthCommand.Summary, SynthCommand.Create),
        ("models", ModelsCommand.Summary, ModelsCommand.Create),
        ("bench", BenchCommand.Summary, BenchCommand.Create),
        ("config", ConfigCommand.Summary, ConfigCommand.Create),
        ("doctor", DoctorCommand.Summary, DoctorCommand.Create),
    ];
}

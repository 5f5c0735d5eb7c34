using System.CommandLine;
using System.Runtime.CompilerServices;
using MedTrain.Runs;
using Serilog.Events;

namespace MedTrain.Commands;

/// <summary>How much of the log goes to stderr; understood by every command.</summary>
internal static class VerbosityOptions
{
    /// <summary>Also log details, and show the whole of an unexpected error.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Log details to stderr, and show unexpected errors in full.",
        Recursive = true,
    };

    /// <summary>Only log warnings and errors.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Log only warnings, errors and one line an epoch to stderr, and show no progress.",
        Recursive = true,
    };

    /// <summary>The least important events to show. Not inlined, so that help does not load the logging library.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static LogEventLevel Level(ParseResult parsed) =>
        parsed.GetValue(Quiet) ? LogEventLevel.Warning : parsed.GetValue(Verbose) ? LogEventLevel.Debug : LogEventLevel.Information;

    /// <summary>What shows progress, unless <c>--quiet</c>. Not inlined, for the same reason.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FitDisplay Display(ParseResult parsed) => new(enabled: !parsed.GetValue(Quiet));
}

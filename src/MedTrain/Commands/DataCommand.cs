using System.CommandLine;

namespace MedTrain.Commands;

/// <summary><c>medtrain data</c>: looks at images and cohorts.</summary>
internal static class DataCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Look at image files, and at what a cohort holds.";

    /// <summary>Makes the command.</summary>
    public static Command Create() => new("data", Summary) { DataInspectCommand.Create(), DataStatsCommand.Create(), DataShowCommand.Create() };
}

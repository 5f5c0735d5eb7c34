using Serilog.Events;

namespace MedTrain.Runs;

/// <summary>What the command line says beside the plan.</summary>
/// <param name="Restart">Throw away what the run folder holds and begin anew.</param>
/// <param name="Fold">Train only this fold; null = all.</param>
/// <param name="Json">Print the evaluation as JSON instead of a table.</param>
/// <param name="Display">Shows the progress.</param>
/// <param name="LogLevel">Least level of the log that goes to stderr.</param>
internal sealed record FitOptions(bool Restart, int? Fold, bool Json, FitDisplay Display, LogEventLevel LogLevel);

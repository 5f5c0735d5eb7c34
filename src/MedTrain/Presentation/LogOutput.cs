using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace MedTrain.Presentation;

/// <summary>Makes the log: on stderr, never on stdout, which belongs to results; and in a file when there is a run folder.</summary>
internal static class LogOutput
{
    /// <summary>Makes a logger.</summary>
    /// <param name="level">The least important events that reach stderr.</param>
    /// <param name="file">A file that gets everything from Debug on, appended; null for none.</param>
    public static Logger Create(LogEventLevel level, string? file = null)
    {
        var log = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Console(
                restrictedToMinimumLevel: level, outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", standardErrorFromLevel: LogEventLevel.Verbose);
        if (file is not null)
        {
            log = log.WriteTo.File(
                file, restrictedToMinimumLevel: LogEventLevel.Debug, outputTemplate: "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} {Level:u3} {Message:lj}{NewLine}{Exception}");
        }

        return log.CreateLogger();
    }
}

using MedTrain.Torch;
using Serilog;
using Serilog.Events;

namespace MedTrain.Runs;

/// <summary>The log of a run: to stderr as loud as asked, and to <c>run.log</c> in full.</summary>
internal static class RunLog
{
    private const string ConsoleLine = "{Timestamp:HH:mm:ss} {Message:lj}{NewLine}";
    private const string FileLine = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {Message:lj}{NewLine}{Exception}";

    /// <summary>Opens the log; dispose it to flush.</summary>
    /// <param name="file">The file to append to; null = stderr only.</param>
    /// <param name="stderr">Least level that goes to stderr; the line of each epoch always does.</param>
    public static Serilog.Core.Logger Open(string? file, LogEventLevel stderr)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Debug()
            .WriteTo.Logger(shown => shown
                .Filter.ByIncludingOnly(line => line.Level >= stderr || line.Properties.ContainsKey(EpochLine.Property))
                .WriteTo.Console(LogEventLevel.Verbose, ConsoleLine, standardErrorFromLevel: LogEventLevel.Verbose));
        if (file is not null)
        {
            configuration.WriteTo.File(file, LogEventLevel.Debug, FileLine, flushToDiskInterval: TimeSpan.FromSeconds(5));
        }

        var log = configuration.CreateLogger();
        TorchExtras.Current.ListenToWarnings(text => log.Warning("libtorch: {Warning:l}", text));
        return log;
    }
}

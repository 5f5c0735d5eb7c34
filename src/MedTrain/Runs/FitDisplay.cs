using MedTrain.Learning.Training;
using Spectre.Console;

namespace MedTrain.Runs;

/// <summary>One piece of long work whose progress is shown.</summary>
internal interface IStage : IDisposable
{
    /// <summary>Shows how far the work is.</summary>
    /// <param name="done">Steps done.</param>
    /// <param name="total">Steps in all.</param>
    /// <param name="training">The figures of a training; null for other work.</param>
    void Report(int done, int total, EpochPosition? training = null);
}

/// <summary>A stage as the standard library's progress.</summary>
internal sealed class StageProgress(IStage stage) : IProgress<(int Done, int Total)>
{
    /// <inheritdoc/>
    public void Report((int Done, int Total) value) => stage.Report(value.Done, value.Total);
}

/// <summary>Shows progress on stderr: a line that updates itself on a terminal, nothing elsewhere (the log says enough there).</summary>
/// <param name="enabled">False for <c>--quiet</c>.</param>
internal sealed class FitDisplay(bool enabled)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly IAnsiConsole? console = enabled && !Console.IsErrorRedirected
        ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
        : null;

    /// <summary>Begins a piece of work; dispose it at its end.</summary>
    public IStage Stage(string name) => console is null ? new SilentStage() : new LineStage(console, name);

    private sealed class SilentStage : IStage
    {
        public void Report(int done, int total, EpochPosition? training = null)
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class LineStage(IAnsiConsole console, string name) : IStage
    {
        private const int BarWidth = 30;
        private readonly Lock gate = new();
        private readonly DateTime started = DateTime.UtcNow;
        private DateTime shown = DateTime.MinValue;

        public void Report(int done, int total, EpochPosition? training = null)
        {
            lock (gate)
            {
                var now = DateTime.UtcNow;
                if (now - shown < Interval && done < total)
                {
                    return;
                }

                shown = now;
                var filled = total == 0 ? BarWidth : BarWidth * done / total;
                var left = done == 0 ? TimeSpan.Zero : (now - started) / done * (total - done);
                Clear();
                console.Markup(
                    $"{Markup.Escape(name)} [green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] "
                    + $"{done}/{total} {left:mm\\:ss} left{Figures(training)}");
            }
        }

        public void Dispose()
        {
            lock (gate)
            {
                Clear();
            }
        }

        private static string Figures(EpochPosition? at) => at is null
            ? ""
            : $"  {at.ImagesPerSecond:0} images/s  loss {EpochLine.Number(at.MeanLoss, "0.000")}  rate {at.LearningRate:0.##e0}  {Environment.WorkingSet / 1e9:0.0} GB";

        private static void Clear() => Console.Error.Write("\r\e[2K");
    }
}

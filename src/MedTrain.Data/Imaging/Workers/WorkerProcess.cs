using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MedTrain.Data.Imaging.Workers;

/// <summary>One running worker as its owner sees it. Used by one thread at a time.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly StringBuilder startupErrors = new();
    private volatile bool started;
    private volatile bool timedOut;

    /// <summary>Starts a worker and waits until it is ready.</summary>
    /// <exception cref="DecodeWorkerException">It does not start or is another build.</exception>
    public WorkerProcess(WorkerCommand command)
    {
        try
        {
            process = Process.Start(command.ToStartInfo()) ?? throw new InvalidOperationException("no process");
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new DecodeWorkerException($"A decode worker cannot be started as '{command.FileName}': {e.Message}", e);
        }
        Channel = new WorkerChannel(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        // After its first message a worker writes no standard error; before it no file was opened, so these lines hold no patient data.
        process.ErrorDataReceived += (_, line) => KeepStartupError(line.Data);
        process.BeginErrorReadLine();
        WaitUntilReady(command);
    }

    /// <summary>Messages to and from the worker.</summary>
    public WorkerChannel Channel { get; }

    /// <summary>The operating system's number of the process.</summary>
    public int Id => process.Id;

    /// <summary>True when the process is no more.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Runs an exchange of messages and ends the worker when it takes too long.</summary>
    /// <exception cref="WorkerDiedException">The worker died, was ended, or answered nonsense; it cannot be used again.</exception>
    public T Within<T>(TimeSpan limit, Func<WorkerChannel, T> exchange)
    {
        using var timer = new Timer(_ => EndForTimeout(), null, limit, Timeout.InfiniteTimeSpan);
        try
        {
            return exchange(Channel);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or System.Text.Json.JsonException or ObjectDisposedException)
        {
            throw new WorkerDiedException(DescribeEnd(limit), e);
        }
    }

    /// <summary>Lets the worker end by itself, then makes sure.</summary>
    public void Dispose()
    {
        try
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(1)))
            {
                process.Kill();
                process.WaitForExit();
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has ended already.
        }
        process.Dispose();
    }

    private void WaitUntilReady(WorkerCommand command)
    {
        try
        {
            WorkerResponse? hello = Within(StartLimit, channel => channel.Receive<WorkerResponse>(out _)
                ?? throw new EndOfStreamException("ended before its first message"));
            if (hello.Build != DecodeWorker.Build)
            {
                throw new DecodeWorkerException($"'{command.FileName}' is another build of MedTrain than this process; build again.");
            }
            started = true;
        }
        catch (Exception e) when (e is WorkerDiedException or DecodeWorkerException)
        {
            Dispose();
            throw e as DecodeWorkerException ?? new DecodeWorkerException(
                $"A decode worker ('{command.FileName} {string.Join(' ', command.Arguments)}') did not start: "
                    + $"{e.Message}. {startupErrors}".TrimEnd(), e);
        }
    }

    private void KeepStartupError(string? line)
    {
        if (!started && line is not null && startupErrors.Length < 2000)
        {
            startupErrors.Append(line).Append(' ');
        }
    }

    private void EndForTimeout()
    {
        timedOut = true;
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private string DescribeEnd(TimeSpan limit)
    {
        if (timedOut)
        {
            return string.Create(CultureInfo.InvariantCulture, $"decoding took longer than {limit.TotalSeconds:0.#} s and was ended");
        }
        if (!process.WaitForExit(TimeSpan.FromSeconds(2)))
        {
            process.Kill();
            return "the decoder answered nonsense and was ended";
        }
        return process.ExitCode > 128
            ? $"the decoder crashed ({SignalName(process.ExitCode - 128)})"
            : $"the decoder ended with exit code {process.ExitCode}";
    }

    private static string SignalName(int signal) => signal switch
    {
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL, often for want of memory",
        11 => "SIGSEGV",
        _ => $"signal {signal}",
    };
}

using System.Diagnostics;
using System.Reflection;

namespace MedTrain.Data.Imaging.Workers;

/// <summary>The command line that starts one worker: a program whose entry point calls <see cref="DecodeWorker.Run"/>.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The argument by which a program that hosts workers recognises that it shall be one.</summary>
    public const string Argument = "decode-worker";

    /// <summary>This very program with <see cref="Argument"/>, whether started by its own executable or as <c>dotnet X.dll</c>.</summary>
    public static WorkerCommand ForThisProgram() =>
        ForAssembly(Assembly.GetEntryAssembly() ?? throw new InvalidOperationException(
            "This process has no entry assembly to start again as a worker."));

    /// <summary>The program in <paramref name="entry"/>, started through the same dotnet host that runs this process or its own
    /// executable.</summary>
    /// <param name="entry">An assembly with an entry point that calls <see cref="DecodeWorker.Run"/> on <see cref="Argument"/>.</param>
    public static WorkerCommand ForAssembly(Assembly entry)
    {
        string process = Environment.ProcessPath ?? "dotnet";
        string executable = Path.ChangeExtension(entry.Location, null);
        if (string.Equals(process, executable, StringComparison.Ordinal))
        {
            return new WorkerCommand(process, [Argument]);
        }
        bool isDotnet = Path.GetFileNameWithoutExtension(process) == "dotnet";
        string host = isDotnet ? process : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return new WorkerCommand(host, [entry.Location, Argument]);
    }

    internal ProcessStartInfo ToStartInfo()
    {
        var info = new ProcessStartInfo(FileName, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.Environment["DOTNET_gcServer"] = "0"; // many small processes: one heap each
        // What was compiled ahead stays as it is: compiling it again while files are read costs more than it gains.
        info.Environment["DOTNET_TieredCompilation"] = "0";
        return info;
    }
}

using System.Diagnostics;
using System.Reflection;

namespace MedTrain.EndToEnd;

/// <summary>What one run of the program left behind.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>Both streams, for messages of failed assertions.</summary>
    public string All => $"exit code {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}";
}

/// <summary>Runs the real <c>medtrain</c> as a process of its own, in a scratch folder with a cache of its own.</summary>
public sealed class MedTrainProgram : IDisposable
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "medtrain.dll");

    private static readonly string Host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The scratch folder, which is the program's current directory.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("medtrain-story-").FullName;

    /// <summary>The root of the repository.</summary>
    public static string RepositoryRoot { get; } = typeof(MedTrainProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>A path inside the scratch folder.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file into the scratch folder.</summary>
    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs to the end.</summary>
    public ProgramResult Run(params string[] arguments) => Finish(Start(arguments), arguments);

    /// <summary>Runs to the end and expects success.</summary>
    public ProgramResult Succeed(params string[] arguments)
    {
        var result = Run(arguments);
        Assert.True(result.ExitCode == 0, result.All);
        return result;
    }

    /// <summary>Runs to the end without being allowed to write a file larger than so many KiB.</summary>
    public ProgramResult RunLimited(int kibibytes, params string[] arguments)
    {
        // The signal is ignored, so that a write beyond the limit fails as one on a full disk does. The runtime's own memory would be files
        // to the kernel, too, unless it may be written and executed at once.
        string[] shell = ["-c", $"trap '' XFSZ; ulimit -f {kibibytes}; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"", "limited", Host, Assembly, .. arguments];
        return Finish(Start("bash", shell), arguments);
    }

    /// <summary>Starts without waiting, with interruption in effect also where the tests themselves run in the background.</summary>
    public Process Start(params string[] arguments) => Start("env", ["--default-signal=INT", Host, Assembly, .. arguments]);

    private static ProgramResult Finish(Process started, string[] arguments)
    {
        using var process = started;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)), $"medtrain {string.Join(' ', arguments)} did not end");
        return new ProgramResult(process.ExitCode, output.Result, error.Result);
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MEDTRAIN_CACHE"] = PathOf("cache");
        return Process.Start(start)!;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

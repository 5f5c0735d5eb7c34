using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace MedTrain.Diagnosis;

/// <summary>One of the native libraries beside the program, and what it stands on.</summary>
/// <param name="Name">The file's name.</param>
internal sealed record NativeShim(string Name)
{
    private const string Remedy = "run scripts/setup; it installs what is missing and builds the library";

    /// <summary>
    /// Loads the library and names the library under it: the one whose file name begins with <paramref name="foundation"/>, with the
    /// version that <paramref name="version"/> captures in that file name.
    /// </summary>
    public Finding Examine(string item, string title, string foundation, string version)
    {
        var path = Path.Combine(AppContext.BaseDirectory, Name);
        if (!File.Exists(path)) { return new Finding(item, FindingState.Broken, $"{Name} is not beside the program", Remedy); }

        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return new Finding(item, FindingState.Broken, $"{Name} does not load: {Reason(exception.Message)}", Remedy);
        }

        var file = Loaded(foundation);
        var found = file is null ? title : $"{title} {Regex.Match(Path.GetFileName(file), version).Groups[1].Value} ({file})";
        return new Finding(item, FindingState.Ok, found);
    }

    /// <summary>
    /// The file of a library that this process has loaded, symbolic links resolved; null when none begins with <paramref name="prefix"/>.
    /// </summary>
    public static string? Loaded(string prefix) => File.ReadLines("/proc/self/maps")
        .Select(line => line.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? line[slash..] : "")
        .FirstOrDefault(path => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal));

    // The loader lists every place it looked at; the line that names a missing library says most.
    private static string Reason(string message) =>
        message.Split('\n').FirstOrDefault(line => line.Contains(".so", StringComparison.Ordinal))?.Trim() ?? message.Split('\n')[0];
}

using System.Diagnostics;

namespace TorchSharp;

/// <summary>Where the living tensors were made: off unless switched on, because a stack is read for each tensor.</summary>
internal static class AllocationSites
{
    private const int FramesShown = 4;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, (long Live, long Abandoned)> Counts = [];

    /// <summary>Whether the sites of new tensors are recorded.</summary>
    internal static bool Recording { get; set; }

    /// <summary>The sites with living tensors or with ones that the garbage collector found undisposed, most first.</summary>
    internal static IReadOnlyList<(string Site, long Live, long Abandoned)> Report()
    {
        lock (Gate)
        {
            return
            [
                .. Counts.Where(entry => entry.Value.Live > 0 || entry.Value.Abandoned > 0)
                    .OrderByDescending(entry => entry.Value.Live + entry.Value.Abandoned)
                    .Select(entry => (entry.Key, entry.Value.Live, entry.Value.Abandoned)),
            ];
        }
    }

    internal static void Clear()
    {
        lock (Gate)
        {
            Counts.Clear();
        }
    }

    internal static string Enter()
    {
        var site = Describe(new StackTrace(2, fNeedFileInfo: true));
        Change(site, 1, 0);
        return site;
    }

    internal static void Leave(string site) => Change(site, -1, 0);

    internal static void Abandoned(string? site)
    {
        if (site is not null)
        {
            Change(site, -1, 1);
        }
    }

    private static void Change(string site, long live, long abandoned)
    {
        lock (Gate)
        {
            var now = Counts.GetValueOrDefault(site);
            Counts[site] = (now.Live + live, now.Abandoned + abandoned);
        }
    }

    // The frames outside this library say whose tensor it is.
    private static string Describe(StackTrace stack)
    {
        var frames = stack.GetFrames().Where(frame => frame.GetMethod()?.Module != typeof(AllocationSites).Module).Take(FramesShown);
        return string.Join(" < ", frames.Select(Describe)) is { Length: > 0 } site ? site : "unknown";
    }

    private static string Describe(StackFrame frame)
    {
        var method = frame.GetMethod();
        var place = frame.GetFileName() is { } file ? $" ({Path.GetFileName(file)}:{frame.GetFileLineNumber()})" : "";
        return $"{method?.DeclaringType?.Name}.{method?.Name}{place}";
    }
}

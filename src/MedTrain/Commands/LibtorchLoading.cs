using System.Runtime;
using MedTrain.Torch;

namespace MedTrain.Commands;

/// <summary>Loads libtorch, most of a second, beside what a command does first.</summary>
internal static class LibtorchLoading
{
    private static Task? s_loading;

    /// <summary>Begins; whoever needs libtorch waits until it is loaded.</summary>
    public static void Begin()
    {
        SystemCallBinding.Bind();
        GCSettings.LatencyMode = GCLatencyMode.Batch; // a collection beside the program needs a thread, and none can start during a load
        s_loading = Task.Run(() => TorchExtras.Current.LibtorchVersion, CancellationToken.None);
    }

    /// <summary>Waits for the end of a load that was begun: a process must not end while it loads a library.</summary>
    public static void End()
    {
        if (s_loading is not null) { Task.WaitAny(s_loading); }
    }
}

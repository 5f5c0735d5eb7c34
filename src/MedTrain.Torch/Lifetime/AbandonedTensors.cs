using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Native tensors whose managed owners the garbage collector found unreachable.</summary>
/// <remarks>
/// A finalizer must not free them itself: it runs on a thread of its own at any moment, also while another thread captures a CUDA graph.
/// So it leaves the handle here, and the next thread that makes a tensor or ends a scope frees what has gathered.
/// </remarks>
internal static class AbandonedTensors
{
    private static readonly Lock Gate = new();
    private static List<nint> waiting = [];
    private static volatile bool any;

    internal static bool Any => any;

    internal static void Add(nint handle)
    {
        lock (Gate)
        {
            waiting.Add(handle);
            any = true;
        }
    }

    internal static unsafe void Release()
    {
        List<nint> taken;
        lock (Gate)
        {
            taken = waiting;
            waiting = [];
            any = false;
        }

        fixed (nint* handles = taken.ToArray())
        {
            Door.mt_release(handles, taken.Count);
        }
    }
}

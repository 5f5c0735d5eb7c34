using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <summary>Recorded work, as libtorch's own graph.</summary>
[SuppressMessage("Usage", "CA2216", Justification = "Freeing it waits for the card, which a finalizer must not.")]
internal sealed class SystemCudaGraph : ICudaGraph
{
    private nint graph;

    /// <summary>Records what the step queues on this thread.</summary>
    internal SystemCudaGraph(Device device, Action step)
    {
        graph = Door.mt_graph_begin(device.index);
        if (graph == 0)
        {
            throw new TorchException(nameof(ITorchExtras.CaptureGraph), Door.LastError);
        }

        try
        {
            step();
        }
        catch
        {
            // What failed in the step is the news; that the recording is of no use follows from it.
            _ = Door.mt_graph_end(graph);
            Dispose();
            throw;
        }

        if (Door.mt_graph_end(graph) < 0)
        {
            var reason = Door.LastError;
            Dispose();
            throw new TorchException(nameof(ITorchExtras.CaptureGraph), $"the step cannot be recorded: {reason}");
        }
    }

    public void Replay() => Door.Check(
        Door.mt_graph_replay(graph != 0 ? graph : throw new ObjectDisposedException(nameof(ICudaGraph))), nameof(Replay));

    public void Dispose()
    {
        var taken = Interlocked.Exchange(ref graph, 0);
        if (taken != 0)
        {
            Door.mt_graph_free(taken);
        }
    }
}

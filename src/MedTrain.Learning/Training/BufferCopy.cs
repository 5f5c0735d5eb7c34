using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>A copy of a network's running statistics, to take back a forward pass that spoiled them.</summary>
internal sealed class BufferCopy : IDisposable
{
    private readonly IReadOnlyList<(Tensor Live, Tensor Copy)> entries;

    /// <summary>Copies them; dispose to free the copies.</summary>
    public BufferCopy(Network network)
    {
        using var noGradient = no_grad();
        entries = [.. network.buffers().Select(buffer => (buffer, buffer.clone().DetachFromDisposeScope()))];
    }

    /// <summary>Puts the copies back.</summary>
    public void Restore()
    {
        using var noGradient = no_grad();
        foreach (var (live, copy) in entries)
        {
            live.copy_(copy);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, copy) in entries)
        {
            copy.Dispose();
        }
    }
}

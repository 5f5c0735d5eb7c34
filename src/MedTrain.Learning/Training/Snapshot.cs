using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>Tensors as they are now, in the CPU's memory, for a file that is written while training goes on.</summary>
/// <param name="tensors">The copies.</param>
/// <param name="metadata">Texts of the file.</param>
internal sealed class Snapshot(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) : IDisposable
{
    /// <summary>The copies, by key.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => tensors;

    /// <summary>Texts of the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Copies tensors.</summary>
    /// <param name="tensors">What to copy.</param>
    /// <param name="metadata">Texts of the file.</param>
    /// <param name="own">Further tensors, which nobody else holds.</param>
    public static Snapshot Of(
        IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata, params (string Key, Tensor Tensor)[] own) => new(
        tensors.Select(entry => (entry.Key, Tensor: Copy(entry.Value)))
            .Concat(own).ToDictionary(entry => entry.Key, entry => entry.Tensor.DetachFromDisposeScope()),
        metadata);

    /// <summary>
    /// A copy in plain order. Who writes it needs no tensor operation: one in another thread would give that thread OpenMP workers of its own,
    /// and with more workers than processors the training's would go to sleep between operations instead of waiting for the next.
    /// </summary>
    private static Tensor Copy(Tensor tensor)
    {
        using var mode = no_grad();
        return empty(tensor.shape, tensor.dtype, CPU).copy_(tensor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }
    }
}

using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <summary>Processes that train together. Every process must call the same operations in the same order; each waits for the others and
/// fails after the group's time-out.</summary>
public interface IProcessGroup : IDisposable
{
    /// <summary>This process, from 0.</summary>
    int Rank { get; }

    /// <summary>How many processes there are.</summary>
    int Size { get; }

    /// <summary>Replaces the tensor's values in every process by what the operation makes of all processes' values.</summary>
    void AllReduce(Tensor tensor, ReduceOperation operation = ReduceOperation.Sum);

    /// <summary>Replaces the tensor's values in every process by those of one process.</summary>
    void Broadcast(Tensor tensor, int from = 0);

    /// <summary>Returns when all processes have come here.</summary>
    void Barrier();
}

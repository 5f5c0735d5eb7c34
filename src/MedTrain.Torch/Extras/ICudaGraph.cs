namespace MedTrain.Torch;

/// <summary>Recorded work of a CUDA card. The memory that it uses stays reserved until it is disposed.</summary>
public interface ICudaGraph : IDisposable
{
    /// <summary>Queues all of it on the current stream, with what its input tensors hold then.</summary>
    void Replay();
}

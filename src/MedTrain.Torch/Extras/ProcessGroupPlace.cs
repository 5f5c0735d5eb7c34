namespace MedTrain.Torch;

/// <summary>Where the processes of a group meet, and which of them this one is.</summary>
/// <param name="Host">The host on which the process of rank 0 runs, a name or an address.</param>
/// <param name="Port">A free TCP port there.</param>
/// <param name="Rank">This process, from 0.</param>
/// <param name="Size">How many processes there are.</param>
public sealed record ProcessGroupPlace(string Host, int Port, int Rank, int Size)
{
    /// <summary>How long a process waits for the others, in joining and in each operation, before it fails.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The index of the CUDA card that holds this process's tensors, which then meet over NCCL; null for tensors in the CPU's
    /// memory, which meet over Gloo.</summary>
    public int? Card { get; init; }
}

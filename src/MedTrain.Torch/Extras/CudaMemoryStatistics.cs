namespace MedTrain.Torch;

/// <summary>The memory of the tensors on a CUDA card, in bytes.</summary>
/// <param name="Used">Held by tensors now.</param>
/// <param name="Peak">The most that tensors have held at once since the start or the last reset.</param>
/// <param name="Reserved">Taken from the card, for them and for the next ones.</param>
public sealed record CudaMemoryStatistics(long Used, long Peak, long Reserved);

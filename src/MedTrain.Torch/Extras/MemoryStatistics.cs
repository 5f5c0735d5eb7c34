namespace MedTrain.Torch;

/// <summary>The memory of the tensors on a device, in bytes, and how often it was asked for.</summary>
/// <param name="Used">Held by tensors now.</param>
/// <param name="Peak">The most that tensors of 64 KiB and more have held at once since the start or the last reset.</param>
/// <param name="Kept">Free, kept for the next tensors.</param>
/// <param name="Limit">What the process may use.</param>
/// <param name="Reused">Blocks that were taken from those kept.</param>
/// <param name="Fetched">Blocks that were taken from the system.</param>
public sealed record MemoryStatistics(long Used, long Peak, long Kept, long Limit, long Reused, long Fetched);

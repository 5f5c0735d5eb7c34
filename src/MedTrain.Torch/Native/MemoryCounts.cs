using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>What the allocator of CPU tensors counts; the same layout stands in <c>src/native/torch_allocator.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MemoryCounts
{
    internal long Used;
    internal long Peak;
    internal long Kept;
    internal long Limit;
    internal long Reused;
    internal long Fetched;
}

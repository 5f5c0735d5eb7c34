using System.Diagnostics.CodeAnalysis;
using System.Text;
using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <summary>A group that meets over TCP: libtorch's own Gloo, or NCCL where the place names a card.</summary>
[SuppressMessage("Usage", "CA2216", Justification = "Leaving waits for the group's threads, which a finalizer must not.")]
internal sealed unsafe class SystemProcessGroup : IProcessGroup
{
    private readonly string name;
    private nint group;

    internal SystemProcessGroup(ProcessGroupPlace place)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(place.Size);
        ArgumentOutOfRangeException.ThrowIfNegative(place.Rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place.Rank, place.Size);
        (Rank, Size, name) = (place.Rank, place.Size, $"process {place.Rank} of {place.Size} at {place.Host}:{place.Port}");
        fixed (byte* host = Encoding.UTF8.GetBytes(place.Host + "\0"))
        {
            group = Door.mt_join_group(host, place.Port, place.Rank, place.Size, (long)place.Timeout.TotalMilliseconds, place.Card ?? -1);
        }

        if (group == 0)
        {
            throw new TorchException(nameof(SystemProcessGroup), $"{name} could not join within {place.Timeout.TotalSeconds} s: {Door.LastError}");
        }
    }

    public int Rank { get; }

    public int Size { get; }

    private nint Group => group != 0 ? group : throw new ObjectDisposedException(nameof(SystemProcessGroup));

    public void AllReduce(Tensor tensor, ReduceOperation operation = ReduceOperation.Sum) =>
        Check(Door.mt_all_reduce(Group, tensor.Handle, (int)operation), nameof(AllReduce));

    public void Broadcast(Tensor tensor, int from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, Size);
        Check(Door.mt_broadcast(Group, tensor.Handle, from), nameof(Broadcast));
    }

    public void Barrier() => Check(Door.mt_barrier(Group), nameof(Barrier));

    public void Dispose()
    {
        var taken = Interlocked.Exchange(ref group, 0);
        if (taken != 0)
        {
            Door.mt_leave_group(taken);
        }
    }

    private void Check(int code, string operation)
    {
        if (code < 0)
        {
            throw new TorchException(operation, $"{operation} of {name}: {Door.LastError}");
        }
    }
}

namespace TorchSharp;

/// <summary>Holds the native tensor of one <see cref="torch.Tensor"/>, which has no finalizer itself.</summary>
/// <remarks>
/// Objects with a finalizer are costly to make, and every operator makes a tensor. So the finalizer is in this small object, and a
/// thread that disposes a tensor keeps the emptied holder for the next one (<see cref="DisposeScopeManager"/>).
/// </remarks>
internal sealed class NativeTensor
{
    private static long totalCount;
    private static long peakCount;

    /// <summary>Leaves an undisposed native tensor to be freed by the next thread that works with tensors.</summary>
    ~NativeTensor()
    {
        if (Handle != 0)
        {
            Interlocked.Decrement(ref totalCount);
            AllocationSites.Abandoned(Site);
            AbandonedTensors.Add(Handle);
        }
    }

    internal static long TotalCount => Interlocked.Read(ref totalCount);

    internal static long PeakCount => Interlocked.Read(ref peakCount);

    /// <summary>The native tensor; 0 when there is none.</summary>
    internal nint Handle { get; private set; }

    /// <summary>Where the tensor was made, when that is recorded.</summary>
    internal string? Site { get; private set; }

    /// <summary>The next of a thread's empty holders.</summary>
    internal NativeTensor? Next { get; set; }

    /// <summary>Takes a native tensor over.</summary>
    internal void Fill(nint handle)
    {
        Handle = handle;
        var count = Interlocked.Increment(ref totalCount);
        if (count > peakCount)
        {
            peakCount = count;
        }

        if (AllocationSites.Recording)
        {
            Site = AllocationSites.Enter();
        }
    }

    /// <summary>Gives the native tensor to the caller, who owns it.</summary>
    internal nint Empty()
    {
        var taken = Handle;
        Handle = 0;
        Interlocked.Decrement(ref totalCount);
        if (Site is not null)
        {
            AllocationSites.Leave(Site);
            Site = null;
        }

        return taken;
    }
}

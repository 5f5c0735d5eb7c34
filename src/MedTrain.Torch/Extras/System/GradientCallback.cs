using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <summary>A managed function that the backward pass calls with a gradient; alive as long as the native side may call it.</summary>
internal sealed unsafe class GradientCallback
{
    private static Exception? failure;

    private readonly Func<Tensor, Tensor?[]> function;
    private readonly IDisposable? owned;

    private GradientCallback(Func<Tensor, Tensor?[]> function, IDisposable? owned) => (this.function, this.owned) = (function, owned);

    /// <summary>What the native side calls.</summary>
    internal static nint Function => (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint*, int, int>)&Invoke;

    /// <summary>What it calls when it will call no more.</summary>
    internal static nint Release => (nint)(delegate* unmanaged[Cdecl]<nint, void>)&Free;

    /// <summary>The first argument of both; <paramref name="owned"/> is disposed with it.</summary>
    internal static nint Context(Func<Tensor, Tensor?[]> function, IDisposable? owned = null) =>
        GCHandle.ToIntPtr(GCHandle.Alloc(new GradientCallback(function, owned)));

    /// <summary>Throws when a backward pass has failed, with what a managed function threw in it as the cause.</summary>
    internal static void Check(int code, string operation)
    {
        if (code < 0)
        {
            var text = Door.LastError;
            var cause = Interlocked.Exchange(ref failure, null);
            throw new TorchException(operation, cause is null ? text : $"{text}: {cause.Message}", cause);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Invoke(nint context, nint gradient, nint* results, int capacity)
    {
        // Nothing may be thrown through libtorch's frames.
        try
        {
            using var scope = NewDisposeScope();
            var callback = (GradientCallback)GCHandle.FromIntPtr(context).Target!;
            var made = callback.function(new Tensor(Door.mt_share(gradient)));
            var count = Math.Min(made.Length, capacity);
            for (var i = 0; i < count; i++)
            {
                results[i] = made[i] is { } tensor ? Door.mt_share(tensor.Handle) : 0;
            }

            return count;
        }
        catch (Exception problem)
        {
            Interlocked.Exchange(ref failure, problem);
            return -1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint context)
    {
        var handle = GCHandle.FromIntPtr(context);
        ((GradientCallback)handle.Target!).owned?.Dispose();
        handle.Free();
    }
}

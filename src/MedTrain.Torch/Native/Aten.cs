using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>Calls of ATen operators by name. Arguments follow the operator's schema; trailing ones may be left to the schema's
/// defaults.</summary>
/// <remarks>Beware of the kinds: an argument declared <c>float</c> takes a whole number too, one declared <c>int</c> no real one.</remarks>
internal static unsafe class Aten
{
    private const int StackSlots = 48;
    private const int NullArgument = -2;

    /// <summary>Calls an operator that returns one tensor.</summary>
    internal static Tensor Call(string name, params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        return ToTensor(name, result);
    }

    /// <summary>Calls an operator that changes its first argument; returns that same tensor object.</summary>
    internal static Tensor InPlace(string name, params ReadOnlySpan<Value> arguments)
    {
        Invoke(name, arguments, null, 0);
        return (Tensor)arguments[0].Reference!;
    }

    /// <summary>Calls an operator for its effect alone.</summary>
    internal static void Run(string name, params ReadOnlySpan<Value> arguments) => Invoke(name, arguments, null, 0);

    /// <summary>Calls an operator that returns two tensors.</summary>
    internal static (Tensor First, Tensor Second) Call2(string name, params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(name, arguments, results, 2);
        return (ToTensor(name, results[0]), ToTensor(name, results[1]));
    }

    /// <summary>Calls an operator that returns three tensors.</summary>
    internal static (Tensor First, Tensor Second, Tensor Third) Call3(string name, params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[3];
        Invoke(name, arguments, results, 3);
        return (ToTensor(name, results[0]), ToTensor(name, results[1]), ToTensor(name, results[2]));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    internal static Tensor[] CallList(string name, params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        Expect(name, result, ValueTag.TensorList);
        try
        {
            var tensors = new Tensor[result.Count];
            for (var i = 0; i < tensors.Length; i++)
            {
                tensors[i] = new Tensor(((nint*)result.Bits)[i]);
            }

            return tensors;
        }
        finally
        {
            Door.mt_free((nint)result.Bits);
        }
    }

    /// <summary>Calls an operator that returns one number or truth value.</summary>
    internal static NativeValue CallScalar(string name, params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        return result;
    }

    /// <summary>Calls an operator that returns a truth value.</summary>
    internal static bool CallBool(string name, params ReadOnlySpan<Value> arguments) => CallScalar(name, arguments).Bits != 0;

    [SkipLocalsInit]
    private static void Invoke(string name, ReadOnlySpan<Value> arguments, NativeValue* results, int capacity)
    {
        var slots = 0;
        foreach (ref readonly var argument in arguments)
        {
            slots += argument.Slots;
        }

        if (slots > StackSlots)
        {
            InvokeWithMany(name, arguments, results, capacity, slots);
            return;
        }

        var scratch = stackalloc long[StackSlots];
        Invoke(name, arguments, results, capacity, scratch);
    }

    private static void InvokeWithMany(string name, ReadOnlySpan<Value> arguments, NativeValue* results, int capacity, int slots)
    {
        var scratch = (long*)NativeMemory.Alloc((nuint)slots, sizeof(long));
        try
        {
            Invoke(name, arguments, results, capacity, scratch);
        }
        finally
        {
            NativeMemory.Free(scratch);
        }
    }

    [SkipLocalsInit]
    private static void Invoke(string name, ReadOnlySpan<Value> arguments, NativeValue* results, int capacity, long* scratch)
    {
        var native = stackalloc NativeValue[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i].Write(native + i, ref scratch);
        }

        var code = Door.mt_call(Operators.Find(name), native, arguments.Length, results, capacity);
        if (code < 0)
        {
            ThrowFailure(name, code);
        }
    }

    private static Tensor ToTensor(string name, NativeValue result)
    {
        if (result.Tag != ValueTag.Tensor)
        {
            Expect(name, result, ValueTag.Tensor);
        }

        return new Tensor((nint)result.Bits);
    }

    private static void Expect(string name, NativeValue result, ValueTag tag)
    {
        if (result.Tag != tag)
        {
            throw new TorchException(name, $"aten::{name} returned {result.Tag} where {tag} was expected");
        }
    }

    private static void ThrowFailure(string name, int code)
    {
        var text = Door.LastError;
        if (code != NullArgument)
        {
            throw new TorchException(name, text);
        }

        var parts = text.Split('\n', 2);
        throw new ArgumentNullException(parts[0], $"A tensor is required here, null was given: {parts[^1]}");
    }
}

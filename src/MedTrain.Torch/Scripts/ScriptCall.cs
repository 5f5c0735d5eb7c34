using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>Calls a method of a TorchScript module: arguments in, the flat result back as objects.</summary>
internal static unsafe class ScriptCall
{
    // Containers in a result; torch_script.cpp has the same numbers.
    private const ValueTag List = (ValueTag)100;
    private const ValueTag Tuple = (ValueTag)101;
    private const ValueTag Dictionary = (ValueTag)102;

    /// <summary>Runs the method.</summary>
    /// <returns>A tensor, scalar, string or null; a tuple or an array of them; or a dictionary.</returns>
    /// <exception cref="TorchException">The script failed, or the arguments do not fit it.</exception>
    internal static object? Run(nint script, string method, object?[] inputs)
    {
        var arguments = Array.ConvertAll(inputs, ToValue);
        var scratch = new long[arguments.Sum(argument => argument.Slots) + 1];
        var native = new NativeValue[arguments.Length + 1];
        var count = 0;
        NativeValue* results;
        fixed (long* first = scratch)
        fixed (NativeValue* values = native)
        fixed (byte* name = Encoding.UTF8.GetBytes(method + "\0"))
        {
            var at = first;
            for (var i = 0; i < arguments.Length; i++)
            {
                arguments[i].Write(values + i, ref at);
            }

            results = Door.mt_script_run(script, name, values, arguments.Length, &count);
        }

        GC.KeepAlive(inputs);
        if (results is null)
        {
            throw new TorchException($"script.{method}", Door.LastError);
        }

        try
        {
            var place = 0;
            return Next(results, ref place);
        }
        finally
        {
            Door.mt_free((nint)results);
        }
    }

    private static Value ToValue(object? input) => input switch
    {
        null => default,
        Tensor tensor => tensor,
        Scalar scalar => scalar,
        bool truth => truth,
        int or long or short or byte or sbyte => Convert.ToInt64(input, null),
        float or double => Convert.ToDouble(input, null),
        string text => text,
        Tensor[] tensors => tensors,
        _ => throw new ArgumentException($"A script takes tensors, numbers, truth values and strings, not {input.GetType().Name}."),
    };

    private static object? Next(NativeValue* values, ref int place)
    {
        var value = values[place++];
        switch (value.Tag)
        {
            case ValueTag.None: return null;
            case ValueTag.Tensor: return new Tensor((nint)value.Bits);
            case ValueTag.Int: return (Scalar)value.Bits;
            case ValueTag.Double: return (Scalar)value.Real;
            case ValueTag.Bool: return (Scalar)(value.Bits != 0);
            case ValueTag.String: return Text(value);
            default: break;
        }

        var items = new object?[value.Tag == Dictionary ? 2 * value.Count : value.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Next(values, ref place);
        }

        return value.Tag switch
        {
            Tuple => Joined(items),
            List => Listed(items),
            _ => Enumerable.Range(0, value.Count).ToDictionary(i => items[2 * i]!, i => items[(2 * i) + 1]),
        };
    }

    private static string Text(NativeValue value)
    {
        try
        {
            return Marshal.PtrToStringUTF8((nint)value.Bits, value.Count);
        }
        finally
        {
            Door.mt_free((nint)value.Bits);
        }
    }

    private static object Listed(object?[] items) =>
        items.All(item => item is Tensor) ? Array.ConvertAll(items, item => (Tensor)item!)
            : items.All(item => item is Scalar) ? Array.ConvertAll(items, item => (Scalar)item!)
            : items;

    // TorchSharp gives tuples of up to five values as such, longer ones as arrays.
    private static object? Joined(object?[] items) => Listed(items) switch
    {
        Tensor[] t when t.Length is > 0 and < 6 => Tupled(t),
        Scalar[] s when s.Length is > 0 and < 6 => Tupled(s),
        object?[] o when o.Length is > 0 and < 6 => Tupled(o),
        var long_ => long_,
    };

    private static object? Tupled<T>(T[] items) => items switch
    {
        [var a] => a,
        [var a, var b] => (a, b),
        [var a, var b, var c] => (a, b, c),
        [var a, var b, var c, var d] => (a, b, c, d),
        [var a, var b, var c, var d, var e] => (a, b, c, d, e),
        _ => items,
    };
}

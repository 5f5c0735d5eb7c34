using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>One argument of an operator. Implicit conversions let call sites read like the operator's schema.</summary>
/// <remarks>It keeps the tensor's managed object reachable, so that no finalizer can free it during the call.</remarks>
internal readonly struct Value
{
    internal readonly object? Reference;
    internal readonly long Bits;
    internal readonly ValueTag Tag;

    private Value(ValueTag tag, long bits, object? reference = null)
    {
        Tag = tag;
        Bits = bits;
        Reference = reference;
    }

    /// <summary>How many 8-byte slots of scratch memory the value needs beside its own 16 bytes.</summary>
    internal int Slots => Tag switch
    {
        ValueTag.IntList or ValueTag.DoubleList or ValueTag.BoolList or ValueTag.TensorList or ValueTag.TensorOrNoneList => (int)Bits,
        ValueTag.String => ((int)Bits + 7) / 8,
        _ => 0,
    };

    public static implicit operator Value(Tensor? tensor) => tensor is null ? default : new(ValueTag.Tensor, 0, tensor);
    public static implicit operator Value(long value) => new(ValueTag.Int, value);
    public static implicit operator Value(long? value) => value is { } given ? given : default(Value);
    public static implicit operator Value(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Value(double? value) => value is { } given ? given : default(Value);
    public static implicit operator Value(bool value) => new(ValueTag.Bool, value ? 1 : 0);
    public static implicit operator Value(bool? value) => value is { } given ? given : default(Value);
    public static implicit operator Value(Scalar? value) => value is null ? default : value.ToValue();
    public static implicit operator Value(ScalarType value) => new(ValueTag.Int, (long)value);
    public static implicit operator Value(ScalarType? value) => value is { } given ? given : default(Value);
    public static implicit operator Value(Device? value) => value is null ? default : new(ValueTag.Device, value.Packed);
    public static implicit operator Value(Generator? value) => value is null ? default : new(ValueTag.Generator, 0, value);
    public static implicit operator Value(string? value) =>
        value is null ? default : new(ValueTag.String, Encoding.UTF8.GetByteCount(value), value);
    public static implicit operator Value(long[]? values) => values is null ? default : new(ValueTag.IntList, values.Length, values);
    public static implicit operator Value(double[]? values) => values is null ? default : new(ValueTag.DoubleList, values.Length, values);
    public static implicit operator Value(bool[]? values) => values is null ? default : new(ValueTag.BoolList, values.Length, values);
    public static implicit operator Value(Tensor[]? tensors) =>
        tensors is null ? default : new(ValueTag.TensorList, tensors.Length, tensors);

    /// <summary>A list of tensors in which null stands for "none", as advanced indexing takes.</summary>
    internal static Value OptionalTensors(Tensor?[] tensors) => new(ValueTag.TensorOrNoneList, tensors.Length, tensors);

    internal static Value Integer(long value) => value;

    internal static Value Real(double value) => value;

    internal static Value Truth(bool value) => value;

    /// <summary>Writes the value in the native layout; lists go to <paramref name="scratch"/>, which is advanced past them.</summary>
    internal unsafe void Write(NativeValue* target, ref long* scratch)
    {
        target->Tag = Tag;
        target->Count = 0;
        target->Bits = Bits;
        switch (Tag)
        {
            case ValueTag.Tensor:
                target->Bits = ((Tensor)Reference!).Handle;
                break;
            case ValueTag.Generator:
                target->Bits = ((Generator)Reference!).Handle;
                break;
            case ValueTag.None or ValueTag.Int or ValueTag.Double or ValueTag.Bool or ValueTag.Device:
                break;
            default:
                WriteList(target, ref scratch);
                break;
        }
    }

    private unsafe void WriteList(NativeValue* target, ref long* scratch)
    {
        var count = (int)Bits;
        target->Count = count;
        target->Bits = (nint)scratch;
        switch (Reference)
        {
            case long[] integers:
                integers.CopyTo(new Span<long>(scratch, count));
                break;
            case double[] reals:
                reals.CopyTo(new Span<double>(scratch, count));
                break;
            case bool[] truths:
                for (var i = 0; i < count; i++)
                {
                    scratch[i] = truths[i] ? 1 : 0;
                }

                break;
            case string text:
                Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, count));
                break;
            case Tensor?[] tensors:
                for (var i = 0; i < count; i++)
                {
                    scratch[i] = tensors[i]?.Handle ?? NullItem(i);
                }

                break;
        }

        scratch += Slots;
    }

    private long NullItem(int index) =>
        Tag == ValueTag.TensorOrNoneList ? 0
            : throw new ArgumentNullException($"tensors[{index}]", "A list of tensors must not contain null.");
}

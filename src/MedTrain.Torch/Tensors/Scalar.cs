using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A single number that operators take beside tensors; made implicitly from any .NET number.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double real;
    private readonly long integer;

    internal Scalar(ScalarType type, double real, long integer)
    {
        Type = type;
        this.real = real;
        this.integer = integer;
    }

    /// <summary>The element type the number stands for.</summary>
    public ScalarType Type { get; }

    /// <summary>Makes a scalar of the number.</summary>
    public static implicit operator Scalar(byte value) => new(ScalarType.Byte, value, value);

    /// <summary>Makes a scalar of the number.</summary>
    public static implicit operator Scalar(sbyte value) => new(ScalarType.Int8, value, value);

    /// <summary>Makes a scalar of the number.</summary>
    public static implicit operator Scalar(short value) => new(ScalarType.Int16, value, value);

    /// <summary>Makes a scalar of the number.</summary>
    public static implicit operator Scalar(int value) => new(ScalarType.Int32, value, value);

    /// <summary>Makes a scalar of the number.</summary>
    public static implicit operator Scalar(long value) => new(ScalarType.Int64, value, value);

    /// <summary>Makes a scalar of the number.</summary>
    public static implicit operator Scalar(Half value) => new(ScalarType.Float16, (double)value, (long)(double)value);

    /// <summary>Makes a scalar of the number.</summary>
    public static implicit operator Scalar(float value) => new(ScalarType.Float32, value, (long)value);

    /// <summary>Makes a scalar of the number.</summary>
    public static implicit operator Scalar(double value) => new(ScalarType.Float64, value, (long)value);

    /// <summary>Makes a scalar of the truth value.</summary>
    public static implicit operator Scalar(bool value) => new(ScalarType.Bool, value ? 1 : 0, value ? 1 : 0);

    /// <summary>Nothing to give back: a scalar is a plain number here.</summary>
    public void Dispose()
    {
    }

    /// <summary>The number as text.</summary>
    public override string ToString() =>
        is_floating_point(Type) ? real.ToString("R") : Type == ScalarType.Bool ? (integer != 0).ToString() : integer.ToString();

    internal Value ToValue() =>
        is_floating_point(Type) ? Value.Real(real) : Type == ScalarType.Bool ? Value.Truth(integer != 0) : Value.Integer(integer);

    internal double AsDouble() => real;

    internal long AsInt64() => integer;
}

using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Conversions between scalars and .NET numbers.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>A scalar of the number.</summary>
    public static Scalar ToScalar(this byte value) => value;

    /// <summary>A scalar of the number.</summary>
    public static Scalar ToScalar(this sbyte value) => value;

    /// <summary>A scalar of the number.</summary>
    public static Scalar ToScalar(this short value) => value;

    /// <summary>A scalar of the number.</summary>
    public static Scalar ToScalar(this int value) => value;

    /// <summary>A scalar of the number.</summary>
    public static Scalar ToScalar(this long value) => value;

    /// <summary>A scalar of the number.</summary>
    public static Scalar ToScalar(this float value) => value;

    /// <summary>A scalar of the number.</summary>
    public static Scalar ToScalar(this double value) => value;

    /// <summary>A scalar of the truth value.</summary>
    public static Scalar ToScalar(this bool value) => value;

    /// <summary>A scalar of the number.</summary>
    public static Scalar ToScalar(this Half value) => value;

    /// <summary>A scalar that stands for a bfloat16 number.</summary>
    public static Scalar ToBFloat16Scalar(this float value) => new(ScalarType.BFloat16, value, (long)value);

    /// <summary>The number, converted.</summary>
    public static Half ToHalf(this Scalar value) => (Half)value.AsDouble();

    /// <summary>The number, converted.</summary>
    public static float ToSingle(this Scalar value) => (float)value.AsDouble();

    /// <summary>The number, converted.</summary>
    public static double ToDouble(this Scalar value) => value.AsDouble();

    /// <summary>The number, converted; a value outside the type's range throws.</summary>
    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.AsInt64());

    /// <summary>The number, converted; a value outside the type's range throws.</summary>
    public static byte ToByte(this Scalar value) => checked((byte)value.AsInt64());

    /// <summary>The number, converted; a value outside the type's range throws.</summary>
    public static short ToInt16(this Scalar value) => checked((short)value.AsInt64());

    /// <summary>The number, converted; a value outside the type's range throws.</summary>
    public static int ToInt32(this Scalar value) => checked((int)value.AsInt64());

    /// <summary>The number, converted; a real number loses its fraction.</summary>
    public static long ToInt64(this Scalar value) => value.AsInt64();

    /// <summary>Whether the number is not zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.AsDouble() != 0;
}

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The element types; the numbers are libtorch's.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>Unsigned 8-bit integer.</summary>
        Byte = 0,

        /// <summary>Signed 8-bit integer.</summary>
        Int8 = 1,

        /// <summary>16-bit integer.</summary>
        Int16 = 2,

        /// <summary>32-bit integer.</summary>
        Int32 = 3,

        /// <summary>64-bit integer.</summary>
        Int64 = 4,

        /// <summary>IEEE half precision.</summary>
        Float16 = 5,

        /// <summary>IEEE single precision.</summary>
        Float32 = 6,

        /// <summary>IEEE double precision.</summary>
        Float64 = 7,

        /// <summary>Complex numbers of two singles.</summary>
        ComplexFloat32 = 9,

        /// <summary>Complex numbers of two doubles.</summary>
        ComplexFloat64 = 10,

        /// <summary>Truth values, one byte each.</summary>
        Bool = 11,

        /// <summary>The upper half of a single: 8 bits of exponent, 7 of mantissa.</summary>
        BFloat16 = 15,
    }

    /// <summary>Truth values.</summary>
    public static ScalarType @bool = ScalarType.Bool;

    /// <summary>Unsigned 8-bit integer.</summary>
    public static ScalarType uint8 = ScalarType.Byte;

    /// <summary>Signed 8-bit integer.</summary>
    public static ScalarType int8 = ScalarType.Int8;

    /// <summary>16-bit integer.</summary>
    public static ScalarType int16 = ScalarType.Int16;

    /// <summary>32-bit integer.</summary>
    public static ScalarType int32 = ScalarType.Int32;

    /// <summary>64-bit integer.</summary>
    public static ScalarType int64 = ScalarType.Int64;

    /// <summary>The upper half of a single.</summary>
    public static ScalarType bfloat16 = ScalarType.BFloat16;

    /// <summary>IEEE half precision.</summary>
    public static ScalarType float16 = ScalarType.Float16;

    /// <summary>IEEE single precision.</summary>
    public static ScalarType float32 = ScalarType.Float32;

    /// <summary>IEEE double precision.</summary>
    public static ScalarType float64 = ScalarType.Float64;

    /// <summary>Complex numbers of two singles.</summary>
    public static ScalarType complex64 = ScalarType.ComplexFloat32;

    /// <summary>Complex numbers of two doubles.</summary>
    public static ScalarType complex128 = ScalarType.ComplexFloat64;

    /// <summary>16-bit integer.</summary>
    public static ScalarType @short = ScalarType.Int16;

    /// <summary>32-bit integer.</summary>
    public static ScalarType @int = ScalarType.Int32;

    /// <summary>64-bit integer.</summary>
    public static ScalarType @long = ScalarType.Int64;

    /// <summary>IEEE half precision.</summary>
    public static ScalarType half = ScalarType.Float16;

    /// <summary>IEEE single precision.</summary>
    public static ScalarType @float = ScalarType.Float32;

    /// <summary>IEEE double precision.</summary>
    public static ScalarType @double = ScalarType.Float64;

    /// <summary>Complex numbers of two singles.</summary>
    public static ScalarType cfloat = ScalarType.ComplexFloat32;

    /// <summary>Complex numbers of two doubles.</summary>
    public static ScalarType cdouble = ScalarType.ComplexFloat64;

    private static ScalarType defaultType = ScalarType.Float32;

    /// <summary>Whether the type holds whole numbers (Bool is none).</summary>
    public static bool is_integral(ScalarType type) => type is >= ScalarType.Byte and <= ScalarType.Int64;

    /// <summary>Whether the type holds real numbers.</summary>
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    /// <summary>Whether the type holds complex numbers.</summary>
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    /// <summary>Whether the tensor holds whole numbers.</summary>
    public static bool is_integral(Tensor t) => is_integral(t.dtype);

    /// <summary>Whether the tensor holds real numbers.</summary>
    public static bool is_floating_point(Tensor input) => is_floating_point(input.dtype);

    /// <summary>Whether the tensor holds complex numbers.</summary>
    public static bool is_complex(Tensor input) => is_complex(input.dtype);

    /// <summary>The element type of new real tensors when none is named: float32 unless changed.</summary>
    public static ScalarType get_default_dtype() => defaultType;

    /// <summary>Sets the element type of new real tensors when none is named.</summary>
    public static void set_default_dtype(ScalarType dtype) => defaultType = is_floating_point(dtype)
        ? dtype
        : throw new ArgumentException($"The default type must hold real numbers, {dtype} does not.", nameof(dtype));

    /// <summary>The element type that corresponds to a .NET type.</summary>
    internal static ScalarType ToScalarType(Type type) => type switch
    {
        _ when type == typeof(float) => ScalarType.Float32,
        _ when type == typeof(double) => ScalarType.Float64,
        _ when type == typeof(long) => ScalarType.Int64,
        _ when type == typeof(int) => ScalarType.Int32,
        _ when type == typeof(short) => ScalarType.Int16,
        _ when type == typeof(sbyte) => ScalarType.Int8,
        _ when type == typeof(byte) => ScalarType.Byte,
        _ when type == typeof(bool) => ScalarType.Bool,
        _ when type == typeof(Half) => ScalarType.Float16,
        _ when type == typeof((float, float)) => ScalarType.ComplexFloat32,
        _ when type == typeof(System.Numerics.Complex) => ScalarType.ComplexFloat64,
        _ => throw new NotSupportedException($"Tensors have no elements of type {type}."),
    };

    /// <summary>The bytes of one element.</summary>
    internal static int SizeOf(ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new NotSupportedException($"The element type {type} is not supported."),
    };
}

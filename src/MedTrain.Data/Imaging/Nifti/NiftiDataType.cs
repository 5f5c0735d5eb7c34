using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Nifti;

/// <summary>One of NIfTI's element types: its code, name, size, and how its bytes become floats.</summary>
/// <param name="Code">The header's datatype code.</param>
/// <param name="Name">NumPy's name for it, or RGB24 / RGBA32.</param>
/// <param name="BytesPerVoxel">Size of a voxel.</param>
/// <param name="SwapBytes">Size of the unit to reverse when the file's byte order is not the machine's; 1 = nothing.</param>
/// <param name="Step">The named step that reading this type takes, or null.</param>
/// <param name="Convert">Turns native-order bytes into slope × value + intercept.</param>
internal sealed record NiftiDataType(
    short Code, string Name, int BytesPerVoxel, int SwapBytes, string? Step, NiftiDataType.Converter Convert)
{
    /// <summary>Turns the bytes of destination.Length voxels into values, computed in double precision.</summary>
    internal delegate void Converter(ReadOnlySpan<byte> bytes, Span<float> destination, double slope, double intercept);

    private const string GreyStep = "colour to grey: 0.299 R + 0.587 G + 0.114 B";
    private const string MagnitudeStep = "complex to magnitude";

    /// <summary>Every type that is read.</summary>
    public static IReadOnlyList<NiftiDataType> All { get; } =
    [
        Real<byte>(2, "uint8"),
        Real<short>(4, "int16"),
        Real<int>(8, "int32"),
        Real<float>(16, "float32"),
        Complex<float>(32, "complex64"),
        Real<double>(64, "float64"),
        Colour(128, "RGB24", 3),
        Real<sbyte>(256, "int8"),
        Real<ushort>(512, "uint16"),
        Real<uint>(768, "uint32"),
        Real<long>(1024, "int64"),
        Real<ulong>(1280, "uint64"),
        Complex<double>(1792, "complex128"),
        Colour(2304, "RGBA32", 4),
    ];

    /// <summary>Types that exist in the standard and are refused, with the remedy.</summary>
    public static IReadOnlyDictionary<short, string> Refused { get; } = new Dictionary<short, string>
    {
        [1] = "1-bit voxels, which no common reader supports; convert it to uint8",
        [1536] = "128-bit floats, whose layout depends on the machine that wrote them; convert it to float64",
        [2048] = "256-bit complex numbers, whose layout depends on the machine that wrote them; convert it to complex128",
    };

    /// <summary>Reverses the byte order in place.</summary>
    public void Swap(Span<byte> bytes)
    {
        switch (SwapBytes)
        {
            case 2:
                Span<short> shorts = MemoryMarshal.Cast<byte, short>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<int> ints = MemoryMarshal.Cast<byte, int>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                Span<long> longs = MemoryMarshal.Cast<byte, long>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            default:
                break;
        }
    }

    private static unsafe NiftiDataType Real<T>(short code, string name)
        where T : unmanaged, INumber<T> => new(code, name, sizeof(T), sizeof(T), null, static (bytes, destination, slope, intercept) =>
        ValueConversion.Convert(MemoryMarshal.Cast<byte, T>(bytes)[..destination.Length], destination, slope, intercept));

    private static unsafe NiftiDataType Complex<T>(short code, string name)
        where T : unmanaged, INumber<T> =>
            new(code, name, 2 * sizeof(T), sizeof(T), MagnitudeStep, static (bytes, destination, slope, intercept) =>
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < destination.Length; i++)
        {
            double magnitude = double.Hypot(double.CreateTruncating(source[2 * i]), double.CreateTruncating(source[(2 * i) + 1]));
            destination[i] = (float)((slope * magnitude) + intercept);
        }
    });

    private static NiftiDataType Colour(short code, string name, int samples) =>
        new(code, name, samples, 1, GreyStep, (bytes, destination, slope, intercept) =>
    {
        for (int i = 0; i < destination.Length; i++)
        {
            ReadOnlySpan<byte> pixel = bytes.Slice(i * samples, 3);
            double luma = (0.299 * pixel[0]) + (0.587 * pixel[1]) + (0.114 * pixel[2]);
            destination[i] = (float)((slope * luma) + intercept);
        }
    });
}

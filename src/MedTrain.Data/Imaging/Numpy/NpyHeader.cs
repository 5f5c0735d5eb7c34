using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MedTrain.Data.Imaging.Numpy;

/// <summary>The header of a <c>.npy</c> file: type, order and shape of its array.</summary>
/// <remarks>The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html (versions 1.0 to 3.0).</remarks>
/// <param name="Type">Type of an element.</param>
/// <param name="FortranOrder">True when the first axis is the fastest in the file.</param>
/// <param name="Shape">Sizes of the axes, slowest first (in C order).</param>
internal sealed partial record NpyHeader(NpyType Type, bool FortranOrder, IReadOnlyList<long> Shape)
{
    private const int MaxHeaderBytes = 1 << 16;
    private const int MaxAxes = 32;

    /// <summary>The first bytes of a <c>.npy</c> file.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Bytes of all elements.</summary>
    public long Bytes => checked(Count * Type.BytesPerElement);

    /// <summary>Reads the header and leaves the stream at the first element.</summary>
    /// <param name="stream">At the start of the file.</param>
    /// <exception cref="InvalidDataException">It is no array of numbers.</exception>
    /// <exception cref="EndOfStreamException">It ends early.</exception>
    public static NpyHeader Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        Fill(stream, start);
        if (!start.StartsWith(Magic))
        {
            throw new InvalidDataException("not a NumPy array: its first bytes are not NumPy's");
        }
        int version = start[6];
        if (version is < 1 or > 3)
        {
            throw new InvalidDataException($"its NumPy format version is {version}; 1 to 3 are read");
        }
        Span<byte> size = stackalloc byte[version == 1 ? 2 : 4];
        Fill(stream, size);
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MaxHeaderBytes)
        {
            throw new InvalidDataException($"its header claims {length} bytes; arrays of numbers need a few hundred");
        }
        var text = new byte[length];
        Fill(stream, text);
        return Parse(Encoding.UTF8.GetString(text));
    }

    private static NpyHeader Parse(string text)
    {
        Match descr = Descr().Match(text), order = Order().Match(text), shape = ShapeText().Match(text);
        if (!order.Success || !shape.Success || !descr.Success)
        {
            throw new InvalidDataException("its header is not NumPy's: it must give 'descr' (one number type), 'fortran_order' and 'shape'");
        }
        string[] sizes = shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (sizes.Length > MaxAxes)
        {
            throw new InvalidDataException($"its header claims {sizes.Length} axes");
        }
        long[] axes = [.. sizes.Select(size =>
            long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value
                : throw new InvalidDataException("its header gives a shape that is not made of whole numbers"))];
        return new NpyHeader(NpyType.Of(descr.Groups[1].Value), order.Groups[1].Value == "True", axes);
    }

    private static void Fill(Stream stream, Span<byte> buffer)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new EndOfStreamException("the header ends early");
        }
    }

    [GeneratedRegex(@"['""]descr['""]\s*:\s*['""]([^'""]{1,16})['""]")]
    private static partial Regex Descr();

    [GeneratedRegex(@"['""]fortran_order['""]\s*:\s*(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex(@"['""]shape['""]\s*:\s*\(([0-9L,\s]*)\)")]
    private static partial Regex ShapeText();
}

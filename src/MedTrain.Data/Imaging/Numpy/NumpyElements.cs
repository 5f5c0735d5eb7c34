namespace MedTrain.Data.Imaging.Numpy;

/// <summary>
/// One element of an array's first axis at a time. A compressed archive cannot be entered in the middle, so the array that was read last
/// is kept unpacked (up to 1 GiB): reading image after image of one array unpacks it once.
/// </summary>
internal static class NumpyElements
{
    private const long LargestKept = 1L << 30;
    private static readonly Lock Gate = new();
    private static (string Key, Lazy<byte[]> Bytes)? kept;

    /// <summary>The bytes of one image: a whole array, or one element of its first axis.</summary>
    /// <param name="address">Which.</param>
    /// <param name="header">Receives the array's header.</param>
    /// <returns>The bytes, in this machine's byte order, and the shape of the image.</returns>
    public static (byte[] Bytes, IReadOnlyList<long> Shape) Read(ImageAddress address, out NpyHeader header)
    {
        NumpyFile file = NumpyFile.Open(address.File);
        header = file.Header(address.Array);
        if (address.Index is not long index)
        {
            return (file.Elements(address.Array), header.Shape);
        }
        if (header.Shape.Count < 2 || header.FortranOrder)
        {
            throw new InvalidDataException(header.FortranOrder
                ? "its array is in Fortran order, so that its images do not lie one after the other; save it in C order"
                : $"its array of shape [{string.Join(", ", header.Shape)}] holds no images along its first axis");
        }
        if (index >= header.Shape[0])
        {
            throw new InvalidDataException($"has no image {index}; its array holds {header.Shape[0]}, numbered from 0");
        }
        long[] shape = [.. header.Shape.Skip(1)];
        long elements = shape.Aggregate(1L, (product, size) => checked(product * size));
        bool unpackOnce = file.IsArchive && header.Bytes <= LargestKept;
        return (unpackOnce ? Part(Unpacked(file, address), index, elements * header.Type.BytesPerElement) : file.Elements(address.Array, index * elements, elements), shape);
    }

    private static byte[] Part(byte[] all, long index, long bytes) => all.AsSpan((int)(index * bytes), (int)bytes).ToArray();

    private static byte[] Unpacked(NumpyFile file, ImageAddress address)
    {
        var info = new FileInfo(address.File);
        string key = $"{info.FullName}\n{info.Length}\n{info.LastWriteTimeUtc.Ticks}\n{address.Array}";
        Lazy<byte[]> bytes;
        lock (Gate)
        {
            if (kept?.Key != key)
            {
                kept = (key, new Lazy<byte[]>(() => file.Elements(address.Array)));
            }
            bytes = kept.Value.Bytes;
        }
        return bytes.Value;
    }
}

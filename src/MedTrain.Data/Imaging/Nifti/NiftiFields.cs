using System.Buffers.Binary;

namespace MedTrain.Data.Imaging.Nifti;

/// <summary>Numbers at byte offsets of a header, in the file's byte order.</summary>
internal readonly ref struct NiftiFields(ReadOnlySpan<byte> bytes, bool bigEndian)
{
    /// <summary>Reads one number.</summary>
    internal delegate T Reader<T>(NiftiFields at, int offset);

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public bool BigEndian { get; } = bigEndian;

    public short Int16(int offset) =>
        BigEndian ? BinaryPrimitives.ReadInt16BigEndian(Bytes[offset..]) : BinaryPrimitives.ReadInt16LittleEndian(Bytes[offset..]);

    public int Int32(int offset) =>
        BigEndian ? BinaryPrimitives.ReadInt32BigEndian(Bytes[offset..]) : BinaryPrimitives.ReadInt32LittleEndian(Bytes[offset..]);

    public long Int64(int offset) =>
        BigEndian ? BinaryPrimitives.ReadInt64BigEndian(Bytes[offset..]) : BinaryPrimitives.ReadInt64LittleEndian(Bytes[offset..]);

    public float Single(int offset) => BitConverter.Int32BitsToSingle(Int32(offset));

    public double Double(int offset) => BitConverter.Int64BitsToDouble(Int64(offset));

    public T[] Many<T>(int offset, int count, int stride, Reader<T> read)
    {
        var values = new T[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = read(this, offset + (i * stride));
        }
        return values;
    }
}

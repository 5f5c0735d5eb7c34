using System.Buffers.Binary;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>Recognises DICOM files by their first bytes.</summary>
internal static class DicomSignature
{
    private const int PreambleBytes = 128;

    /// <summary>
    /// True for the marker DICM after the preamble, or, without one (as some devices write), for a plausible first tag: of group 2
    /// or 8 in either byte order, with a value representation of two capitals or a short length.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> start)
    {
        if (start.Length >= PreambleBytes + 4 && start.Slice(PreambleBytes, 4).SequenceEqual("DICM"u8))
        {
            return true;
        }
        if (start.Length < 8)
        {
            return false;
        }
        (ushort group, ushort element, bool big) = BinaryPrimitives.ReadUInt16LittleEndian(start) is ushort little and (2 or 8)
            ? (little, BinaryPrimitives.ReadUInt16LittleEndian(start[2..]), false)
            : (BinaryPrimitives.ReadUInt16BigEndian(start), BinaryPrimitives.ReadUInt16BigEndian(start[2..]), true);
        if (group is not (2 or 8) || element > 0x1200)
        {
            return false;
        }
        bool explicitType = start[4] is >= (byte)'A' and <= (byte)'Z' && start[5] is >= (byte)'A' and <= (byte)'Z';
        uint length = big ? BinaryPrimitives.ReadUInt32BigEndian(start[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[4..]);
        return explicitType || length < 1024;
    }
}

using System.Buffers.Binary;

namespace MedTrain.Data.Imaging.Nifti;

/// <summary>The fields of a NIfTI-1 or NIfTI-2 header that matter for reading, as found; nothing validated but magic and size.</summary>
/// <remarks>Layouts: nifti1.h and nifti2.h of the NIfTI Data Format Working Group.</remarks>
internal sealed record NiftiHeader
{
    /// <summary>Bytes of a NIfTI-1 header.</summary>
    public const int Size1 = 348;

    /// <summary>Bytes of a NIfTI-2 header.</summary>
    public const int Size2 = 540;

    /// <summary>1 or 2.</summary>
    public required int Version { get; init; }

    /// <summary>True when the file's byte order is not this machine's.</summary>
    public required bool Swapped { get; init; }

    /// <summary>True for a .hdr/.img pair (magic ni1 or ni2).</summary>
    public required bool IsPair { get; init; }

    /// <summary>dim[0..7]: number of dimensions, then sizes.</summary>
    public required long[] Dim { get; init; }

    /// <summary>Element type code.</summary>
    public required short DataType { get; init; }

    /// <summary>pixdim[0..7]: qfac, then spacings.</summary>
    public required double[] PixDim { get; init; }

    /// <summary>Where the voxels start.</summary>
    public required double VoxOffset { get; init; }

    /// <summary>Scaling; 0 or not finite = none.</summary>
    public required double SclSlope { get; init; }

    /// <summary>Offset of the scaling.</summary>
    public required double SclInter { get; init; }

    /// <summary>Low three bits: unit of space (1 m, 2 mm, 3 µm).</summary>
    public required int XyztUnits { get; init; }

    /// <summary>0 = no qform.</summary>
    public required int QformCode { get; init; }

    /// <summary>0 = no sform.</summary>
    public required int SformCode { get; init; }

    /// <summary>quatern_b, c, d and qoffset_x, y, z.</summary>
    public required double[] Quaternion { get; init; }

    /// <summary>srow_x, srow_y, srow_z, four numbers each.</summary>
    public required double[] Srow { get; init; }

    /// <summary>Parses a header; null when the bytes are none.</summary>
    /// <param name="bytes">The first bytes of the file: at least <see cref="Size1"/>, for NIfTI-2 <see cref="Size2"/>.</param>
    public static NiftiHeader? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size1)
        {
            return null;
        }
        int size = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        int reversed = BinaryPrimitives.ReverseEndianness(size);
        return (size, reversed) switch
        {
            (Size1, _) => Parse1(new NiftiFields(bytes, bigEndian: false)),
            (_, Size1) => Parse1(new NiftiFields(bytes, bigEndian: true)),
            (Size2, _) when bytes.Length >= Size2 => Parse2(new NiftiFields(bytes, bigEndian: false)),
            (_, Size2) when bytes.Length >= Size2 => Parse2(new NiftiFields(bytes, bigEndian: true)),
            _ => null,
        };
    }

    private static NiftiHeader? Parse1(NiftiFields at)
    {
        bool? pair = IsPairMagic(at.Bytes.Slice(344, 4), "n+1\0"u8, "ni1\0"u8);
        return pair is not bool isPair ? null : new NiftiHeader
        {
            Version = 1,
            Swapped = at.BigEndian == BitConverter.IsLittleEndian,
            IsPair = isPair,
            Dim = at.Many(40, 8, 2, static (a, o) => (long)a.Int16(o)),
            DataType = at.Int16(70),
            PixDim = at.Many(76, 8, 4, static (a, o) => (double)a.Single(o)),
            VoxOffset = at.Single(108),
            SclSlope = at.Single(112),
            SclInter = at.Single(116),
            XyztUnits = at.Bytes[123],
            QformCode = at.Int16(252),
            SformCode = at.Int16(254),
            Quaternion = at.Many(256, 6, 4, static (a, o) => (double)a.Single(o)),
            Srow = at.Many(280, 12, 4, static (a, o) => (double)a.Single(o)),
        };
    }

    private static NiftiHeader? Parse2(NiftiFields at)
    {
        bool? pair = IsPairMagic(at.Bytes.Slice(4, 4), "n+2\0"u8, "ni2\0"u8);
        return pair is not bool isPair ? null : new NiftiHeader
        {
            Version = 2,
            Swapped = at.BigEndian == BitConverter.IsLittleEndian,
            IsPair = isPair,
            Dim = at.Many(16, 8, 8, static (a, o) => a.Int64(o)),
            DataType = at.Int16(12),
            PixDim = at.Many(104, 8, 8, static (a, o) => a.Double(o)),
            VoxOffset = at.Int64(168),
            SclSlope = at.Double(176),
            SclInter = at.Double(184),
            XyztUnits = at.Int32(500),
            QformCode = at.Int32(344),
            SformCode = at.Int32(348),
            Quaternion = at.Many(352, 6, 8, static (a, o) => a.Double(o)),
            Srow = at.Many(400, 12, 8, static (a, o) => a.Double(o)),
        };
    }

    private static bool? IsPairMagic(ReadOnlySpan<byte> magic, ReadOnlySpan<byte> single, ReadOnlySpan<byte> pair) =>
        magic.SequenceEqual(single) ? false : magic.SequenceEqual(pair) ? true : null;
}

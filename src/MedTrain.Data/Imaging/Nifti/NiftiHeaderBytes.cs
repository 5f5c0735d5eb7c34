using System.Buffers.Binary;

namespace MedTrain.Data.Imaging.Nifti;

/// <summary>The bytes before the voxels of a single-file NIfTI image: header and four zeros for "no extension"; little-endian.</summary>
internal static class NiftiHeaderBytes
{
    private const byte Millimetres = 2;
    private const short ScannerCode = 1;

    /// <summary>NIfTI-1 where the sizes fit 16 bits, else NIfTI-2.</summary>
    public static byte[] Of(Geometry geometry, NiftiVoxelType type) =>
        Math.Max(geometry.Size.X, Math.Max(geometry.Size.Y, geometry.Size.Z)) <= short.MaxValue
            ? Version1(geometry, type)
            : Version2(geometry, type);

    private static byte[] Version1(Geometry geometry, NiftiVoxelType type)
    {
        var bytes = new byte[NiftiHeader.Size1 + 4];
        Span<byte> at = bytes;
        NiftiQuaternion? q = NiftiQuaternion.Of(geometry);
        BinaryPrimitives.WriteInt32LittleEndian(at, NiftiHeader.Size1);
        at[38] = (byte)'r'; // "regular", required by some Analyze-era readers
        Each(Dim(geometry.Size), (i, v) => BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(40 + (2 * i)), (short)v));
        BinaryPrimitives.WriteInt16LittleEndian(at[70..], Code(type));
        BinaryPrimitives.WriteInt16LittleEndian(at[72..], BitsPerVoxel(type));
        Singles(bytes, 76, PixDim(geometry, q));
        Singles(bytes, 108, [bytes.Length, 1, 0]); // vox_offset, scl_slope, scl_inter
        at[123] = Millimetres;
        BinaryPrimitives.WriteInt16LittleEndian(at[252..], q is null ? (short)0 : ScannerCode);
        BinaryPrimitives.WriteInt16LittleEndian(at[254..], ScannerCode);
        Singles(bytes, 256, Quaternion(geometry, q));
        Singles(bytes, 280, Srow(geometry));
        "n+1\0"u8.CopyTo(at[344..]);
        return bytes;
    }

    private static byte[] Version2(Geometry geometry, NiftiVoxelType type)
    {
        var bytes = new byte[NiftiHeader.Size2 + 4];
        Span<byte> at = bytes;
        NiftiQuaternion? q = NiftiQuaternion.Of(geometry);
        BinaryPrimitives.WriteInt32LittleEndian(at, NiftiHeader.Size2);
        "n+2\0\r\n\x1a\n"u8.CopyTo(at[4..]);
        BinaryPrimitives.WriteInt16LittleEndian(at[12..], Code(type));
        BinaryPrimitives.WriteInt16LittleEndian(at[14..], BitsPerVoxel(type));
        Each(Dim(geometry.Size), (i, v) => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16 + (8 * i)), v));
        Doubles(bytes, 104, PixDim(geometry, q));
        BinaryPrimitives.WriteInt64LittleEndian(at[168..], bytes.Length);
        Doubles(bytes, 176, [1, 0]); // scl_slope, scl_inter
        BinaryPrimitives.WriteInt32LittleEndian(at[344..], q is null ? 0 : ScannerCode);
        BinaryPrimitives.WriteInt32LittleEndian(at[348..], ScannerCode);
        Doubles(bytes, 352, Quaternion(geometry, q));
        Doubles(bytes, 400, Srow(geometry));
        BinaryPrimitives.WriteInt32LittleEndian(at[500..], Millimetres);
        return bytes;
    }

    private static long[] Dim(GridSize size) => [3, size.X, size.Y, size.Z, 1, 1, 1, 1];

    private static double[] PixDim(Geometry geometry, NiftiQuaternion? q) =>
        [q?.Qfac ?? 1, geometry.SpacingMm.X, geometry.SpacingMm.Y, geometry.SpacingMm.Z, 0, 0, 0, 0];

    private static double[] Quaternion(Geometry geometry, NiftiQuaternion? q)
    {
        Vector3 offset = geometry.VoxelToRas.Translation;
        return q is null ? new double[6] : [q.B, q.C, q.D, offset.X, offset.Y, offset.Z];
    }

    private static double[] Srow(Geometry geometry)
    {
        Affine ras = geometry.VoxelToRas;
        Matrix3 rows = ras.Linear.Transpose();
        return
        [
            rows[0].X, rows[0].Y, rows[0].Z, ras.Translation.X,
            rows[1].X, rows[1].Y, rows[1].Z, ras.Translation.Y,
            rows[2].X, rows[2].Y, rows[2].Z, ras.Translation.Z,
        ];
    }

    private static short Code(NiftiVoxelType type) => type switch
    {
        NiftiVoxelType.UInt8 => 2,
        NiftiVoxelType.Int16 => 4,
        _ => 16,
    };

    private static short BitsPerVoxel(NiftiVoxelType type) => type switch
    {
        NiftiVoxelType.UInt8 => 8,
        NiftiVoxelType.Int16 => 16,
        _ => 32,
    };

    private static void Singles(byte[] bytes, int offset, double[] values) =>
        Each(values, (i, v) => BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(offset + (4 * i)), (float)v));

    private static void Doubles(byte[] bytes, int offset, double[] values) =>
        Each(values, (i, v) => BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(offset + (8 * i)), v));

    private static void Each<T>(T[] values, Action<int, T> write)
    {
        for (int i = 0; i < values.Length; i++)
        {
            write(i, values[i]);
        }
    }
}

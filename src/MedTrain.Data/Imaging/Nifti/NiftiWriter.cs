using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Nifti;

/// <summary>Writes volumes as NIfTI-1 (.nii or .nii.gz); NIfTI-2 when a size exceeds 32767.</summary>
/// <remarks>sform and, when the axes are orthogonal, qform hold the place in the patient (code 1, scanner). Equal input gives equal
/// bytes.</remarks>
public static class NiftiWriter
{
    /// <summary>Writes one volume under a temporary name, flushes it to disk and renames it.</summary>
    /// <param name="path">Ends in .nii or .nii.gz.</param>
    /// <param name="volume">The voxels and their place; LPS is turned to RAS.</param>
    /// <param name="type">How to store the values; integers are rounded.</param>
    /// <exception cref="ArgumentException">Another extension, or a value that does not fit the type.</exception>
    public static void Write(string path, Volume volume, NiftiVoxelType type = NiftiVoxelType.Float32)
    {
        bool compress = path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);
        if (!compress && !path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"'{Path.GetFileName(path)}' must end in .nii or .nii.gz.", nameof(path));
        }
        byte[] header = NiftiHeaderBytes.Of(volume.Geometry, type);
        byte[] voxels = Encode(volume.Voxels, type);
        AtomicFile.Write(path, file =>
        {
            using Stream target = compress ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : new BufferedStream(file);
            target.Write(header);
            target.Write(voxels);
            target.Flush();
        });
    }

    private static byte[] Encode(float[] voxels, NiftiVoxelType type)
    {
        switch (type)
        {
            case NiftiVoxelType.UInt8:
                return Array.ConvertAll(voxels, v => (byte)Rounded(v, byte.MinValue, byte.MaxValue));
            case NiftiVoxelType.Int16:
                return LittleEndian(Array.ConvertAll(voxels, v => (short)Rounded(v, short.MinValue, short.MaxValue)));
            default:
                return LittleEndian(Array.ConvertAll(voxels, BitConverter.SingleToInt32Bits));
        }
    }

    private static double Rounded(float value, double lowest, double highest)
    {
        double rounded = Math.Round((double)value);
        return rounded >= lowest && rounded <= highest
            ? rounded
            : throw new ArgumentException($"Voxel value {value} does not fit {lowest}..{highest}; store float32 instead.", nameof(value));
    }

    private static byte[] LittleEndian(short[] values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(values, values);
        }
        return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    private static byte[] LittleEndian(int[] values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(values, values);
        }
        return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }
}

using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Tests.Imaging.Raster;

/// <summary>MetaImage and NRRD files, written here byte by byte.</summary>
public sealed class VolumeFiles : IDisposable
{
    private static readonly short[] Values = [.. Enumerable.Range(0, 4 * 5 * 6).Select(i => (short)(i - 60))];
    private readonly ScratchFolder scratch = new();

    public static TheoryData<string> Names => ["raw.mha", "compressed.mha", "raw.nrrd", "gzip.nrrd"];

    public void Dispose() => scratch.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_geometry_are_read(string name)
    {
        File.WriteAllBytes(scratch.Combine(name), Content(name));
        Volume read = TestWorkers.Shared.Read(scratch.Combine(name));
        Assert.Equal(Values.Select(v => (float)v), read.Voxels);
        Assert.Equal(new GridSize(4, 5, 6), read.Size);
        // x runs to +y (posterior), y to -x (right), LPS.
        Assert.True((read.Geometry.ToWorld(new Vector3(2, 0, 0)) - new Vector3(1, 3, 3)).Length < 1e-9);
        Assert.True((read.Geometry.ToWorld(new Vector3(0, 5, 1)) - new Vector3(-2, 2, 5)).Length < 1e-9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_cut_anywhere_is_refused(string name)
    {
        byte[] bytes = Content(name);
        string path = scratch.Combine(name);
        for (int length = 0; length < bytes.Length; length += 1 + (bytes.Length - length > 20 ? 13 : 0))
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Read(path));
        }
    }

    private static byte[] Content(string name) => name switch
    {
        "raw.mha" => [.. Meta("CompressedData = False"), .. Raw()],
        "compressed.mha" => [.. Meta($"CompressedData = True\nCompressedDataSize = {Compress(s => new ZLibStream(s, CompressionLevel.Optimal, true)).Length}"), .. Compress(s => new ZLibStream(s, CompressionLevel.Optimal, true))],
        "raw.nrrd" => [.. Nrrd("raw"), .. Raw()],
        _ => [.. Nrrd("gzip"), .. Compress(s => new GZipStream(s, CompressionLevel.Optimal, true))],
    };

    private static byte[] Meta(string compression) => Encoding.ASCII.GetBytes(
        $"ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n{compression}\n"
        + "TransformMatrix = 0 1 0 -1 0 0 0 0 1\nOffset = 1 2 3\nCenterOfRotation = 0 0 0\nElementSpacing = 0.5 0.6 2\n"
        + "DimSize = 4 5 6\nElementType = MET_SHORT\nElementDataFile = LOCAL\n");

    private static byte[] Nrrd(string encoding) => Encoding.ASCII.GetBytes(
        "NRRD0004\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 4 5 6\n"
        + "space directions: (0,0.5,0) (-0.6,0,0) (0,0,2)\nkinds: domain domain domain\nendian: little\n"
        + $"encoding: {encoding}\nspace origin: (1,2,3)\n\n");

    private static byte[] Raw() => MemoryMarshal.AsBytes(Values.AsSpan()).ToArray();

    private static byte[] Compress(Func<Stream, Stream> compressor)
    {
        var target = new MemoryStream();
        using (Stream stream = compressor(target))
        {
            stream.Write(Raw());
        }
        return target.ToArray();
    }
}

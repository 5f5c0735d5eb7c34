using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MedTrain.Data.Imaging.Raster;

/// <summary>
/// Checks that a NRRD or MetaImage file holds all the bytes its header claims: ITK's MetaImage reader fills what is missing and says
/// nothing, its NRRD reader accepts gzip data whose end is missing.
/// </summary>
internal static class VolumeFileStructure
{
    private const int MaxHeaderBytes = 1 << 20;
    private const string Missing = "truncated: the voxels end early; copy or download it again";

    /// <summary>Compares the file (and the data file it names) with the wanted length.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Bytes of voxels, uncompressed.</param>
    /// <exception cref="UnreadableImageException">Bytes are missing, or the voxels are spread over several files.</exception>
    public static void Check(string path, long bytes)
    {
        byte[] start = ReadStart(path);
        if (start.AsSpan().StartsWith("NRRD"u8))
        {
            CheckNrrd(path, start, bytes);
        }
        else
        {
            CheckMeta(path, start, bytes);
        }
    }

    private static void CheckMeta(string path, byte[] start, long bytes)
    {
        const string lastKey = "ElementDataFile";
        string text = Encoding.Latin1.GetString(start);
        int key = text.IndexOf(lastKey, StringComparison.Ordinal);
        int end = key < 0 ? -1 : text.IndexOf('\n', key);
        if (end < 0)
        {
            throw new UnreadableImageException(path, "damaged: its header names no data (ElementDataFile)");
        }
        string file = text[key..end].Split('=', 2)[^1].Trim();
        bool isLocal = file is "LOCAL" or "Local" or "local";
        bool compressed = Value(text, "CompressedData") is "True" or "true" or "1";
        string dataPath = isLocal ? path : Path.Combine(Path.GetDirectoryName(path) ?? "", file);
        if (!File.Exists(dataPath) || file.StartsWith("LIST", StringComparison.Ordinal) || file.Contains('%', StringComparison.Ordinal))
        {
            throw new UnreadableImageException(
                path, "its voxels are in other files that are missing or in many pieces; save it as one .mha file");
        }
        long offset = isLocal ? end + 1 : 0;
        long there = new FileInfo(dataPath).Length - offset;
        long claimed = compressed ? long.TryParse(Value(text, "CompressedDataSize"), out long size) ? size : 0 : bytes;
        if (there < claimed || (compressed && !InflatesTo(dataPath, offset, bytes)))
        {
            throw new UnreadableImageException(path, Missing);
        }
    }

    private static void CheckNrrd(string path, byte[] start, long bytes)
    {
        string text = Encoding.Latin1.GetString(start);
        int end = text.IndexOf("\n\n", StringComparison.Ordinal);
        string header = end < 0 ? text : text[..end];
        bool gzip = header.Contains("encoding: gz", StringComparison.OrdinalIgnoreCase);
        bool separate = header.Contains("data file:", StringComparison.OrdinalIgnoreCase)
            || header.Contains("datafile:", StringComparison.OrdinalIgnoreCase);
        if (!gzip || separate)
        {
            return; // ITK checks the length of the other encodings
        }
        using FileStream file = File.OpenRead(path);
        Span<byte> length = stackalloc byte[4];
        file.Seek(-4, SeekOrigin.End);
        file.ReadExactly(length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(length) != (uint)bytes)
        {
            throw new UnreadableImageException(path, Missing);
        }
    }

    private static bool InflatesTo(string path, long offset, long bytes)
    {
        using FileStream file = File.OpenRead(path);
        file.Seek(offset, SeekOrigin.Begin);
        using var zlib = new ZLibStream(file, CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        long total = 0;
        try
        {
            for (int read = zlib.Read(buffer); read > 0; read = zlib.Read(buffer))
            {
                total += read;
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }
        return total >= bytes;
    }

    private static string? Value(string header, string key)
    {
        foreach (string line in header.Split('\n').TakeWhile(l => !l.StartsWith("ElementDataFile", StringComparison.Ordinal)))
        {
            string[] parts = line.Split('=', 2);
            if (parts.Length == 2 && parts[0].Trim() == key)
            {
                return parts[1].Trim();
            }
        }
        return null;
    }

    private static byte[] ReadStart(string path)
    {
        using FileStream file = File.OpenRead(path);
        var bytes = new byte[Math.Min(file.Length, MaxHeaderBytes)];
        file.ReadExactly(bytes);
        return bytes;
    }
}

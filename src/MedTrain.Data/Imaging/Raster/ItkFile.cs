using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Raster;

/// <summary>An image file opened through ITK. Native: use it in a worker process only.</summary>
internal sealed unsafe class ItkFile : IDisposable
{
    private const int ErrorSize = 512;

    /// <summary>No compression reaches this on a picture with content; smaller pictures are not judged.</summary>
    private const long MaxCompressionRatio = 2000;
    private const long NotJudgedPixels = 64 << 20;

    private readonly string path;
    private nint handle;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">png, jpeg, tiff, nrrd or meta.</param>
    /// <param name="maxVoxels">A header that claims more is refused.</param>
    /// <exception cref="UnreadableImageException">Damaged, truncated or too large.</exception>
    public ItkFile(string path, string format, long maxVoxels)
    {
        this.path = path;
        byte* error = stackalloc byte[ErrorSize];
        long plausible = NotJudgedPixels + (MaxCompressionRatio * new FileInfo(path).Length);
        long limit = Math.Min(Math.Min(maxVoxels, Array.MaxLength / 4), plausible);
        if (ItkNative.Open(format, path, limit, out handle, error, ErrorSize) != 0)
        {
            throw new UnreadableImageException(path, Marshal.PtrToStringUTF8((nint)error) ?? "");
        }
        Header = ItkHeader.Parse(Marshal.PtrToStringUTF8(ItkNative.Header(handle))!);
    }

    /// <summary>Sizes, type and place.</summary>
    public ItkHeader Header { get; }

    /// <summary>All samples, components interleaved.</summary>
    /// <exception cref="UnreadableImageException">Damaged or truncated.</exception>
    public float[] Read()
    {
        var samples = GC.AllocateUninitializedArray<float>(checked((int)(Header.Pixels * Header.Components)));
        byte* error = stackalloc byte[ErrorSize];
        fixed (float* target = samples)
        {
            if (ItkNative.Read(handle, target, samples.LongLength, error, ErrorSize) != 0)
            {
                throw new UnreadableImageException(path, Marshal.PtrToStringUTF8((nint)error) ?? "");
            }
        }
        return samples;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (handle != 0)
        {
            ItkNative.Close(handle);
            handle = 0;
        }
    }
}

using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>An opened DICOM image file: its tags, and its frames of stored values on demand. Native: use it in a worker process
/// only.</summary>
internal sealed unsafe class DicomFile : IDisposable
{
    private const int ErrorSize = 512;
    private const int NoImage = 2;

    /// <summary>No compression of the standard's reaches this on a picture with content.</summary>
    private const long MaxCompressionRatio = 2000;

    private nint handle;

    /// <summary>Opens and parses a file.</summary>
    /// <exception cref="UnreadableImageException">It is damaged or no DICOM image.</exception>
    /// <exception cref="NoDicomImageException">It is sound but has no pixels.</exception>
    public DicomFile(string path, long maxVoxels)
    {
        Path = path;
        byte* error = stackalloc byte[ErrorSize];
        int status = DicomNative.Open(path, out handle, error, ErrorSize);
        if (status != 0)
        {
            string reason = Marshal.PtrToStringUTF8((nint)error) ?? "";
            throw status == NoImage ? new NoDicomImageException(reason) : new UnreadableImageException(path, reason);
        }
        Tags = DicomTags.Parse(Marshal.PtrToStringUTF8(DicomNative.Tags(handle))!);
        CheckSize(maxVoxels);
    }

    /// <summary>The path as given.</summary>
    public string Path { get; }

    /// <summary>What the file says.</summary>
    public DicomTags Tags { get; }

    /// <summary>What identifies the patient, as the native door gives it. It must not leave this process.</summary>
    public string Identity => Marshal.PtrToStringUTF8(DicomNative.Identity(handle))!;

    /// <summary>Decodes one frame of stored values, colours interleaved.</summary>
    /// <param name="frame">0 = first.</param>
    /// <param name="target"><see cref="DicomTags.FrameBytes"/> bytes.</param>
    /// <returns>The photometric interpretation of what was delivered.</returns>
    /// <exception cref="UnreadableImageException">The frame is damaged or truncated.</exception>
    public string Decode(int frame, Span<byte> target)
    {
        byte* error = stackalloc byte[ErrorSize];
        byte* photometric = stackalloc byte[32];
        fixed (byte* bytes = target)
        {
            if (DicomNative.Decode(handle, frame, 1, bytes, target.Length, photometric, 32, error, ErrorSize) != 0)
            {
                throw new UnreadableImageException(Path, Marshal.PtrToStringUTF8((nint)error) ?? "");
            }
        }
        return Marshal.PtrToStringUTF8((nint)photometric) ?? "";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (handle != 0)
        {
            DicomNative.Close(handle);
            handle = 0;
        }
    }

    private void CheckSize(long maxVoxels)
    {
        double voxels = (double)Tags.Rows * Tags.Columns * Tags.Frames;
        if (voxels > Math.Min(maxVoxels, Array.MaxLength) || Tags.FrameBytes > Array.MaxLength)
        {
            Fail($"its header claims {Tags.Columns}x{Tags.Rows}x{Tags.Frames} pixels, more than the limit of {maxVoxels}");
        }
        const long small = 64 << 20;
        double bytes = (double)Tags.FrameBytes * Tags.Frames;
        if (Tags.Compressed && bytes > small && bytes > (double)MaxCompressionRatio * Tags.FileBytes)
        {
            Fail($"its header claims {bytes:0} bytes of pixels, which {Tags.FileBytes} compressed bytes cannot hold");
        }
    }

    private void Fail(string reason)
    {
        Dispose();
        throw new UnreadableImageException(Path, reason);
    }
}

using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Raster;

/// <summary>The exported functions of src/native/itk_images.cpp.</summary>
internal static unsafe partial class ItkNative
{
    private const string Library = "medtrain_itk";

    [LibraryImport(Library, EntryPoint = "medtrain_itk_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string format, string path, long maxPixels, out nint handle, byte* error, int errorSize);

    [LibraryImport(Library, EntryPoint = "medtrain_itk_header")]
    public static partial nint Header(nint handle);

    [LibraryImport(Library, EntryPoint = "medtrain_itk_read")]
    public static partial int Read(nint handle, float* target, long count, byte* error, int errorSize);

    [LibraryImport(Library, EntryPoint = "medtrain_itk_close")]
    public static partial void Close(nint handle);

    [LibraryImport(Library, EntryPoint = "medtrain_itk_write_png", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int WritePng(string path, void* samples, int width, int height, int bits, byte* error, int errorSize);
}

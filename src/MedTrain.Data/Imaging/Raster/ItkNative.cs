using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Raster;

/// <summary>The exported functions of src/native/itk_images.cpp and of src/native/itk.</summary>
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

    [LibraryImport(Library, EntryPoint = "medtrain_itk_correct_bias")]
    public static partial int CorrectBias(
        float* voxels, long* size, double* place, int otsu, int shrink, int levels, int iterations, double distanceMm, byte* error, int errorSize);

    [LibraryImport(Library, EntryPoint = "medtrain_itk_register")]
    public static partial int Register(
        float* fixedVoxels, long* fixedSize, double* fixedPlace, float* movingVoxels, long* movingSize, double* movingPlace,
        int affine, double sampling, int iterations, float* target, double* map, byte* error, int errorSize);
}

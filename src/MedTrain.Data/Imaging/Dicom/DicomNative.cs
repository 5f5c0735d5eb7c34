using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>The exported functions of src/native/dicom_images.cpp.</summary>
internal static unsafe partial class DicomNative
{
    private const string Library = "medtrain_dicom";

    [LibraryImport(Library, EntryPoint = "medtrain_dicom_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, out nint handle, byte* error, int errorSize);

    [LibraryImport(Library, EntryPoint = "medtrain_dicom_tags")]
    public static partial nint Tags(nint handle);

    [LibraryImport(Library, EntryPoint = "medtrain_dicom_identity")]
    public static partial nint Identity(nint handle);

    [LibraryImport(Library, EntryPoint = "medtrain_dicom_decode")]
    public static partial int Decode(
        nint handle, int first, int count, byte* target, long size, byte* photometric, int photometricSize, byte* error, int errorSize);

    [LibraryImport(Library, EntryPoint = "medtrain_dicom_close")]
    public static partial void Close(nint handle);

    [LibraryImport(Library, EntryPoint = "medtrain_dicom_write", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Write(
        string path, string attributes, byte* pixels, long bytes, int bitsAllocated, string transferSyntax, byte* error, int errorSize);
}

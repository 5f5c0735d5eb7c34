using MedTrain.Data.Imaging.Dicom;
using MedTrain.Data.Imaging.Nifti;
using MedTrain.Data.Imaging.Numpy;
using MedTrain.Data.Imaging.Raster;

namespace MedTrain.Data.Imaging;

/// <summary>Every format that is read. The content decides; a name that claims something else is an error, not a guess.</summary>
internal static class ImageFormatTable
{
    /// <summary>How many bytes from a file's start the signatures look at.</summary>
    public const int SignatureBytes = 544;

    /// <summary>The formats, in the order their signatures are tried.</summary>
    public static IReadOnlyList<ImageFormat> All { get; } =
    [
        new("DICOM", [".dcm", ".dicom", ".ima"], DicomSignature.Matches, NeedsWorker: true, DicomReader.Read),
        new("PNG", [".png"], IsPng, NeedsWorker: true, (path, options) => RasterReader.Read(path, "png", options)),
        new("JPEG", [".jpg", ".jpeg"], IsJpeg, NeedsWorker: true, (path, options) => RasterReader.Read(path, "jpeg", options)),
        new("TIFF", [".tif", ".tiff"], IsTiff, NeedsWorker: true, (path, options) => RasterReader.Read(path, "tiff", options)),
        new("NRRD", [".nrrd", ".nhdr"], IsNrrd, NeedsWorker: true, (path, options) => ItkVolumeReader.Read(path, "nrrd", options)),
        new("MetaImage", [".mha", ".mhd"], IsMetaImage, NeedsWorker: true, (path, options) => ItkVolumeReader.Read(path, "meta", options)),
        new("NIfTI", [".nii", ".nii.gz", ".hdr", ".img", ".hdr.gz", ".img.gz"], IsNifti, NeedsWorker: false, NiftiReader.Read),
        new("NumPy", [".npy"], IsNumpy, NeedsWorker: false, NumpyReader.Read),
        new("NumPy archive", [".npz"], _ => false, NeedsWorker: false, NumpyReader.Read),
    ];

    private static readonly ImageFormat Series = new("DICOM series", [], _ => false, NeedsWorker: true, DicomSeriesReader.Read);

    /// <summary>Pictures are often named after another picture format; that is harmless.</summary>
    private static readonly string[] Pictures = ["PNG", "JPEG", "TIFF"];

    /// <summary>Formats whose own readers tell what is wrong with the start of a file.</summary>
    private static readonly string[] ToldByReader = ["NIfTI", "NumPy archive"];

    /// <summary>The format of a path; a folder is a DICOM series.</summary>
    /// <exception cref="UnreadableImageException">
    /// There is no such path, it is of no known kind, or its name contradicts its content.
    /// </exception>
    public static ImageFormat Choose(string path)
    {
        if (Directory.Exists(path))
        {
            return Series;
        }
        string file = ImageAddress.Parse(path).File;
        byte[] start = ReadStart(file);
        ImageFormat? claimed = All.Where(f => f.ClaimedBy(file) > 0).MaxBy(f => f.ClaimedBy(file));
        ImageFormat? recognised = All.FirstOrDefault(f => f.Recognises(start));
        if (claimed is null || claimed == recognised)
        {
            return recognised ?? throw new UnreadableImageException(
                path,
                $"not an image of a known format: {ContentKind.Of(start)}. Readable are {string.Join(", ", All.Select(f => f.Name))} files "
                    + "and folders with a DICOM series");
        }
        if (recognised is null)
        {
            return ToldByReader.Contains(claimed.Name) ? claimed : throw new UnreadableImageException(
                path, $"named as {claimed.Name} but not a {claimed.Name} file: {ContentKind.Of(start)}");
        }
        return Pictures.Contains(claimed.Name) && Pictures.Contains(recognised.Name) ? recognised : throw new UnreadableImageException(
            path,
            $"named as {claimed.Name} but not a {claimed.Name} file: its content is {recognised.Name}. "
                + "Rename it if that is what it should be");
    }

    /// <summary>Whether a file's name or content says that it is an image; false for the notes and tables that lie beside images.</summary>
    /// <exception cref="UnreadableImageException">It may not be read.</exception>
    public static bool IsCandidate(string file)
    {
        bool secondOfPair = file.EndsWith(".img", StringComparison.OrdinalIgnoreCase) && File.Exists(Path.ChangeExtension(file, ".hdr"));
        return !secondOfPair && (All.Any(format => format.ClaimedBy(file) > 0) || ReadStart(file) is var start && All.Any(format => format.Recognises(start)));
    }

    /// <summary>The first bytes of a file, at most <see cref="SignatureBytes"/>.</summary>
    /// <exception cref="UnreadableImageException">It does not exist or may not be read.</exception>
    public static byte[] ReadStart(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            var bytes = new byte[SignatureBytes];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            bool missing = e is FileNotFoundException or DirectoryNotFoundException;
            throw new UnreadableImageException(path, missing ? "no such file" : "it may not be read (permissions)", e);
        }
    }

    private static bool IsPng(ReadOnlySpan<byte> start) => start.StartsWith<byte>([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

    private static bool IsJpeg(ReadOnlySpan<byte> start) => start.StartsWith<byte>([0xff, 0xd8, 0xff]);

    private static bool IsNrrd(ReadOnlySpan<byte> start) => start.StartsWith("NRRD000"u8);

    private static bool IsNifti(ReadOnlySpan<byte> start) => NiftiHeader.Parse(start) is not null;

    private static bool IsNumpy(ReadOnlySpan<byte> start) => start.StartsWith(NpyHeader.Magic);

    private static bool IsTiff(ReadOnlySpan<byte> start) =>
        start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8) || start.StartsWith("II+\0"u8) || start.StartsWith("MM\0+"u8);

    private static bool IsMetaImage(ReadOnlySpan<byte> start) =>
        start.StartsWith("ObjectType"u8) || start.StartsWith("NDims"u8) || (start.StartsWith("Comment"u8) && start.IndexOf("NDims"u8) > 0);
}

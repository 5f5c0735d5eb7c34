using MedTrain.Data.Imaging.Nifti;

namespace MedTrain.Data.Imaging;

/// <summary>Every format that is read. The content decides; a name that claims something else is an error, not a guess.</summary>
internal static class ImageFormatTable
{
    /// <summary>How many bytes from a file's start the signatures look at.</summary>
    public const int SignatureBytes = 544;

    /// <summary>The formats, in the order their signatures are tried.</summary>
    public static IReadOnlyList<ImageFormat> All { get; } =
    [
        new("NIfTI", [".nii", ".nii.gz", ".hdr", ".img", ".hdr.gz", ".img.gz"], start => NiftiHeader.Parse(start) is not null, NeedsWorker: false, NiftiReader.Read),
    ];

    /// <summary>The format of a path.</summary>
    /// <exception cref="UnreadableImageException">There is no such path, or it is of no known kind, or its name contradicts its content.</exception>
    public static ImageFormat Choose(string path)
    {
        byte[] start = ReadStart(path);
        ImageFormat? claimed = All.Where(f => f.ClaimedBy(path) > 0).MaxBy(f => f.ClaimedBy(path));
        ImageFormat? recognised = All.FirstOrDefault(f => f.Recognises(start));
        return (claimed, recognised) switch
        {
            (null, null) => throw new UnreadableImageException(
                path, $"{Kind(start)}; readable are {string.Join(", ", All.Select(f => f.Name))}"),
            (not null, null) => claimed,
            _ => recognised ?? claimed!,
        };
    }

    private static string Kind(byte[] start) => start.Length == 0 ? "the file is empty" : "not an image of a known format";

    private static byte[] ReadStart(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            var bytes = new byte[SignatureBytes];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableImageException(path, e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message, e);
        }
    }
}

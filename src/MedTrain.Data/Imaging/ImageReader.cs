namespace MedTrain.Data.Imaging;

/// <summary>
/// Reads an image in this process. Native decoders then run here too, and a malformed file may end the process: a program reads
/// through <see cref="Workers.DecodeWorkers"/> instead, whose worker processes call this.
/// </summary>
public static class ImageReader
{
    /// <summary>Names and file extensions (with the dot, lower case) of the formats that are read.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Extensions)> Formats { get; } =
        [.. ImageFormatTable.All.Select(format => (format.Name, format.Extensions))];

    /// <summary>Reads a file or a folder with a DICOM series.</summary>
    /// <exception cref="UnreadableImageException">It cannot be read; says why.</exception>
    public static Volume Read(string path, ReadOptions options) => ImageFormatTable.Choose(path).Read(path, options);
}

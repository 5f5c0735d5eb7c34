using MedTrain.Data.Imaging.Dicom;
using MedTrain.Data.Privacy;

namespace MedTrain.Data.Imaging.Inspection;

/// <summary>Reads files and folders and tells what they hold. A folder with DICOM files in it is one series; of others every image below counts.</summary>
/// <param name="read">Reads one image; <c>DecodeWorkers.Read</c> in the program. Called from several threads.</param>
/// <param name="showPaths">Show found paths whole instead of masked.</param>
public sealed class Inspector(Func<string, ReadOptions, Volume> read, bool showPaths = false)
{
    /// <summary>Inspects everything that was typed.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="options">How to read; statistics are always made.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>One record an image or series, in the order typed and within a folder by name; other files are left out.</returns>
    public IReadOnlyList<ImageInspection> Inspect(IEnumerable<string> paths, ReadOptions options, CancellationToken cancellation = default)
    {
        List<(string Path, string Shown)> images = [.. paths.SelectMany(ImagesOf)];
        var found = new ImageInspection[images.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, images.Count, parallel, i => found[i] = Inspect(images[i].Path, images[i].Shown, options with { WithStatistics = true }));
        return found;
    }

    private ImageInspection Inspect(string path, string shown, ReadOptions options)
    {
        try
        {
            Volume volume = read(path, options);
            ImageHeader header = volume.Header ?? throw new UnreadableImageException(path, "nothing is known about it");
            return new ImageInspection(shown, new InspectedImage(volume.Geometry, header, volume.Steps, volume.Warnings), null);
        }
        catch (UnreadableImageException e)
        {
            return new ImageInspection(shown, null, e.Reason);
        }
    }

    private IEnumerable<(string Path, string Shown)> ImagesOf(string path)
    {
        if (!Directory.Exists(path))
        {
            return [(path, path)];
        }
        if (Directory.EnumerateFiles(path).Any(IsDicom))
        {
            return [(path, path)];
        }
        string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        (string File, int Number)[] images = [.. files.Select((file, index) => (file, index + 1)).Where(one => ImageFormatTable.IsCandidate(one.file))];
        return images.Length == 0
            ? [(path, path)]
            : images.Select(one => (one.File, showPaths ? one.File : FoundPath.Shown(path, one.File, one.Number, files.Length)));
    }

    private static bool IsDicom(string file) => DicomSignature.Matches(ImageFormatTable.ReadStart(file));
}

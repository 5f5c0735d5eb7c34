using MedTrain.Evaluation.Figures;
using MedTrain.Runs;

namespace MedTrain.Presentation;

/// <summary>Writes figures as SVG files.</summary>
internal static class FigureFiles
{
    /// <summary>Writes each figure as <c>NAME.svg</c> into a folder, which is made if it is missing.</summary>
    /// <exception cref="UsageException">The folder cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<Figure> figures, TextWriter log)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var figure in figures) { RunFolder.Write(Path.Combine(folder, figure.Name + ".svg"), figure.Svg); }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--figures — {folder} — cannot be written ({exception.Message}) — give a folder that can");
        }

        log.WriteLine($"{folder}: {figures.Count} figures");
    }
}

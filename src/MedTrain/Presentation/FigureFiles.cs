using MedTrain.Evaluation.Figures;
using MedTrain.Runs;

namespace MedTrain.Presentation;

/// <summary>Writes figures as SVG files.</summary>
internal static class FigureFiles
{
    /// <summary>Writes each figure as <c>NAME.svg</c> into a folder, which is made if it is missing.</summary>
    public static void Write(string folder, IReadOnlyList<Figure> figures, TextWriter log)
    {
        Directory.CreateDirectory(folder);
        foreach (var figure in figures) { RunFolder.Write(Path.Combine(folder, figure.Name + ".svg"), figure.Svg); }

        log.WriteLine($"{folder}: {figures.Count} figures");
    }
}

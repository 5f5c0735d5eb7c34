using MedTrain.Data;
using MedTrain.Learning.Models;

namespace MedTrain.Learning.Pretrained;

/// <summary>
/// Where pretrained weights come from: <c>FILE</c>, <c>FILE#part</c> of a checkpoint, <c>naming@FILE</c>, <c>name@FOLDER</c> of a folder
/// with a catalogue, or <c>name</c> alone of the folder in <c>MEDTRAIN_WEIGHTS</c>.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Part">The part of a PyTorch checkpoint; null for the one that holds the network's weights.</param>
/// <param name="Naming">How it names its tensors; null to find out.</param>
/// <param name="Statistics">What the weights expect of images, when the catalogue says so.</param>
public sealed record WeightsSource(string File, string? Part = null, KeyNaming? Naming = null, ChannelStatistics? Statistics = null)
{
    /// <summary>Finds the file that a text means; one of a catalogue is compared with its checksum.</summary>
    /// <exception cref="PretrainedException">There is none, or it is not the one that the catalogue means; the message says what is
    /// there.</exception>
    public static WeightsSource Parse(string text)
    {
        if (System.IO.File.Exists(text))
        {
            return new WeightsSource(text);
        }

        var hash = text.LastIndexOf('#');
        if (hash > 0)
        {
            return Parse(text[..hash]) with { Part = text[(hash + 1)..] };
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at > 0)
        {
            var (name, place) = (text[..at], text[(at + 1)..]);
            return Directory.Exists(place) ? OfCatalogue(place, name)
                : System.IO.File.Exists(place) ? new WeightsSource(place, Naming: FindNaming(name))
                : throw new PretrainedException(
                    $"{place} is neither a file nor a folder. After '{name}@' write a weights file or a folder with a "
                    + $"{WeightsCatalogue.FileName}.");
        }

        return WeightsCatalogue.FindFolder(null) is { } folder && !text.Contains('/', StringComparison.Ordinal)
            ? OfCatalogue(folder, text)
            : throw new PretrainedException(
                $"{text} is no file. Write a weights file (.safetensors, .pth, .dat), or a name of the catalogue of the folder in "
                    + $"{WeightsCatalogue.FolderVariable}.");
    }

    /// <summary>The same without exception: null, and what is wrong.</summary>
    public static WeightsSource? Find(string text, out string? problem)
    {
        try
        {
            problem = null;
            return Parse(text);
        }
        catch (Exception failure) when (failure is PretrainedException or IOException or UnauthorizedAccessException)
        {
            problem = failure.Message;
            return null;
        }
    }

    private static WeightsSource OfCatalogue(string folder, string name)
    {
        var catalogue = WeightsCatalogue.Read(folder);
        var entry = catalogue.Entries.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new PretrainedException(
                $"The catalogue of {folder} has no '{name}'; "
                    + $"{NearestName.Advice(name, [.. catalogue.Entries.Select(candidate => candidate.Name)])}.");
        if (catalogue.FileProblem(entry) is { } problem)
        {
            throw new PretrainedException(problem);
        }

        var statistics = entry is { Mean: { } mean, Std: { } std } ? new ChannelStatistics(mean, std) : null;
        return new WeightsSource(catalogue.PathOf(entry), null, entry.Naming is { } naming ? FindNaming(naming) : null, statistics);
    }

    private static KeyNaming FindNaming(string name) => KeyNamingTable.Rows.FirstOrDefault(row => row.Name == name)
        ?? throw new PretrainedException(
            $"There is no naming '{name}'; {NearestName.Advice(name, [.. KeyNamingTable.Rows.Select(row => row.Name)])}. Before "
                + $"'@FOLDER' stands a name of its catalogue.");
}

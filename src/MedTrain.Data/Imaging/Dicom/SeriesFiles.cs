namespace MedTrain.Data.Imaging.Dicom;

/// <summary>Finds the files of one series in a folder.</summary>
internal static class SeriesFiles
{
    /// <summary>Opens every DICOM image of the folder and keeps the files of the one or the chosen series.</summary>
    /// <exception cref="InvalidDataException">There is no series, or several and none chosen.</exception>
    /// <exception cref="UnreadableImageException">A DICOM file is damaged: a volume must not lack a slice unnoticed.</exception>
    public static List<DicomFile> Open(string folder, ReadOptions options, List<string> warnings)
    {
        var files = new List<DicomFile>();
        int others = 0;
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                if (OpenImage(path, options) is DicomFile file)
                {
                    files.Add(file);
                }
                else
                {
                    others++;
                }
            }
            List<DicomFile> series = Choose(files, folder, options);
            if (others > 0)
            {
                warnings.Add($"{others} file(s) of the folder are no DICOM images and were ignored");
            }
            files.Except(series).ToList().ForEach(file => file.Dispose());
            return series;
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    private static DicomFile? OpenImage(string path, ReadOptions options)
    {
        if (!DicomSignature.Matches(ImageFormatTable.ReadStart(path)))
        {
            return null;
        }
        try
        {
            return new DicomFile(path, options.MaxVoxels);
        }
        catch (NoDicomImageException)
        {
            return null;
        }
    }

    private static List<DicomFile> Choose(List<DicomFile> files, string folder, ReadOptions options)
    {
        if (files.Count == 0)
        {
            bool hasFolders = Directory.EnumerateDirectories(folder).Any();
            throw new InvalidDataException("the folder holds no DICOM images"
                + (hasFolders ? "; it has folders below: give the folder that holds the series' files itself" : ""));
        }
        List<DicomFile> chosen = [.. files.Where(file => IsWanted(file.Tags, options))];
        string list = string.Join("; ", files.GroupBy(f => f.Tags.SeriesUid).Take(20).Select(Describe));
        if (chosen.Count == 0)
        {
            throw new InvalidDataException($"the wanted series is not in the folder. It holds: {list}");
        }
        return chosen.Select(f => f.Tags.SeriesUid).Distinct().Count() == 1 ? chosen : throw new InvalidDataException(
            $"the folder holds several series; choose one by its UID. It holds: {list}");
    }

    private static bool IsWanted(DicomTags tags, ReadOptions options) =>
        (options.SeriesUid is null || tags.SeriesUid == options.SeriesUid)
        && (options.SeriesDescription is null
            || tags.SeriesDescription.Contains(options.SeriesDescription, StringComparison.OrdinalIgnoreCase));

    /// <summary>Without the series description: it is free text and may name a patient.</summary>
    private static string Describe(IGrouping<string, DicomFile> series)
    {
        DicomTags first = series.First().Tags;
        return $"{series.Key} ({first.Modality ?? "modality unknown"}, {series.Count()} files of {first.Columns}x{first.Rows})";
    }
}

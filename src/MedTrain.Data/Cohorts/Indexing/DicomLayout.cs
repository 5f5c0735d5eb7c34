using System.Collections.Concurrent;
using System.Globalization;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Dicom;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>
/// DICOM files in any arrangement: series of pictures with a place are volumes, other files images of their own. Ids are keyed hashes made
/// in the worker processes. File names of hospitals often hold names, so the manifest names links with pseudonymous names instead.
/// </summary>
internal static class DicomLayout
{
    private const int ListedSeries = 12;

    /// <summary>Reads every file below the folder.</summary>
    public static void Read(IndexRequest request, IndexTable table, CancellationToken cancellation)
    {
        var files = Describe(request, table, cancellation);
        var wanted = files.Where(file => file.What.IsWanted && (request.Modality is null || file.What.Modality == request.Modality)).ToList();
        if (files.Count > 0 && wanted.Count == 0)
        {
            table.Problems.Add($"none of the {files.Count} DICOM images has the wanted series description and modality; modalities are {string.Join(", ", files.Select(file => file.What.Modality).Distinct())}");
        }
        var sessions = SessionNames(wanted);
        foreach (var study in wanted.GroupBy(file => (file.What.Patient, file.What.Study)))
        {
            var series = study.GroupBy(file => file.What.Series, StringComparer.Ordinal).OrderBy(one => one.Key, StringComparer.Ordinal).ToList();
            var volumes = series.Where(IsVolume).ToList();
            if (volumes.Count > 1 && !request.Every)
            {
                table.Problems.Add(
                    $"patient {study.Key.Patient} {sessions[study.Key]} has {volumes.Count} series: {string.Join("; ", volumes.Take(ListedSeries).Select(Words))}; "
                    + "choose with --series-description or --modality, or take all with --every");
                continue;
            }
            foreach (var one in series)
            {
                AddRows(request, table, [.. one], IsVolume(one), sessions[study.Key]);
            }
        }
        if (wanted.Count(file => file.What.PatientIdMissing) is var nameless and > 0)
        {
            table.Warnings.Add($"{nameless} files have no patient id; their patients are told apart by name and birth date, or by study where those are missing too");
        }
    }

    private static List<(string Path, DicomDescription What)> Describe(IndexRequest request, IndexTable table, CancellationToken cancellation)
    {
        var key = request.Key();
        string[] paths = [.. Directory.EnumerateFiles(request.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var described = new DicomDescription?[paths.Length];
        var damaged = new ConcurrentDictionary<int, string>();
        var others = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, paths.Length, options, index =>
        {
            try
            {
                var isDicom = DicomSignature.Matches(ImageFormatTable.ReadStart(paths[index]));
                described[index] = isDicom ? request.Describe(paths[index], key, request.SeriesDescription) : null;
                Interlocked.Add(ref others, isDicom && described[index] is not null ? 0 : 1);
            }
            catch (UnreadableImageException error)
            {
                damaged[index] = error.Reason;
            }
        });
        var words = damaged.OrderBy(entry => entry.Key).Select(entry =>
            $"{(request.ShowPaths ? paths[entry.Key] : Privacy.FoundPath.Shown(request.Folder, paths[entry.Key], entry.Key + 1, paths.Length))}: {entry.Value}").ToList();
        (request.SkipUnreadable ? table.Warnings : table.Problems).AddRange(words.Select(word => request.SkipUnreadable ? "left out: " + word : word + " (--skip-unreadable leaves it out)"));
        if (others > 0)
        {
            table.Warnings.Add($"{others} of {paths.Length} files are no DICOM images and were left out");
        }
        return [.. paths.Zip(described).Where(file => file.Second is not null).Select(file => (file.First, file.Second!))];
    }

    /// <summary>ses-01, ses-02, … in the order of a patient's studies.</summary>
    private static Dictionary<(string Patient, string Study), string> SessionNames(List<(string Path, DicomDescription What)> files) => files
        .GroupBy(file => file.What.Patient)
        .SelectMany(patient => patient.GroupBy(file => file.What.Study)
            .OrderBy(study => study.Min(file => file.What.StudyOrder)).ThenBy(study => study.Key, StringComparer.Ordinal)
            .Select((study, number) => (Key: (patient.Key, study.Key), Name: string.Create(CultureInfo.InvariantCulture, $"ses-{number + 1:00}"))))
        .ToDictionary(entry => entry.Key, entry => entry.Name);

    private static bool IsVolume(IGrouping<string, (string Path, DicomDescription What)> series)
    {
        var files = series.ToList();
        return files.Count > 1 && files.TrueForAll(file => file.What is { HasPlane: true, Frames: 1 });
    }

    private static string Words(IGrouping<string, (string Path, DicomDescription What)> series)
    {
        var first = series.First().What;
        return $"{series.Key} ({first.Modality}, {series.Count()} files of {first.Columns}x{first.Rows})";
    }

    private static void AddRows(IndexRequest request, IndexTable table, List<(string Path, DicomDescription What)> series, bool isVolume, string session)
    {
        var key = request.Key();
        if (isVolume)
        {
            Add(request, table, series, key.PseudonymOf("I", series[0].What.Series), session);
            return;
        }
        for (var number = 0; number < series.Count; number++)
        {
            var id = key.PseudonymOf("I", series[0].What.Series) + (series.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"-{number + 1:000}") : "");
            Add(request, table, [series[number]], id, session);
        }
    }

    private static void Add(IndexRequest request, IndexTable table, List<(string Path, DicomDescription What)> files, string id, string session)
    {
        var what = files[0].What;
        var named = request.KeepPaths && files.Exists(file => file.What.PathNamesPatient);
        if (named)
        {
            table.Problems.Add($"the path of image {id} contains its patient's name or id, so it cannot stand in a manifest; leave out --keep-paths");
            return;
        }
        if (request.KeepPaths && files.Select(file => Path.GetDirectoryName(file.Path)).Distinct().Count() > 1)
        {
            table.Problems.Add($"the files of series {id} lie in several folders, so no path can name them; leave out --keep-paths");
            return;
        }
        var links = new PseudonymousLinks(request.Manifest, id, [.. files.Select(file => file.Path)]);
        var row = new IndexRow(!request.KeepPaths ? links.Path : Path.GetFullPath(files.Count == 1 ? files[0].Path : Path.GetDirectoryName(files[0].Path)!));
        if (!request.KeepPaths)
        {
            table.Links.Add(links);
        }
        row["case_id"] = id;
        row["patient_id"] = what.Patient;
        row["session"] = session;
        row["age"] = what.AgeYears?.ToString(CultureInfo.InvariantCulture) ?? "";
        row["sex"] = what.Sex;
        row["site"] = what.Site;
        row["scanner"] = what.Manufacturer;
        row["modality"] = what.Modality;
        row["view"] = what.View;
        table.Rows.Add(row);
    }
}

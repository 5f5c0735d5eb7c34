using System.Globalization;
using CsvHelper;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging.Dicom;

namespace MedTrain.Data.Synthesis;

/// <summary>What making a synthetic cohort found and did.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Images">Number of images in the cohort.</param>
/// <param name="Made">How many of them were made now; 0 when all were there.</param>
public sealed record SyntheticOutcome(string Manifest, int Images, int Made);

/// <summary>
/// Makes synthetic cohorts: real DICOM or NIfTI files with a manifest. Image and labels depend on (seed, patient) only, so an
/// interrupted one is finished by starting it again.
/// </summary>
public static class SyntheticCohort
{
    /// <summary>Makes the cohort that an experiment names, unless its manifest is there already.</summary>
    /// <param name="config">The <c>data</c> section of the experiment file.</param>
    /// <param name="writeDicom">Writes one DICOM file; called from several threads. <c>DecodeWorkers.WriteDicom</c> in the program.</param>
    /// <param name="progress">Told how many images are there, of how many.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>What was done, or null when the experiment has no synthetic cohort or a manifest of its own is there.</returns>
    /// <exception cref="CohortException">As <see cref="Create"/>.</exception>
    public static SyntheticOutcome? CreateFor(
        CohortConfig config, Action<string, DicomPicture> writeDicom, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellation = default)
    {
        if (config.Synthetic is null || config.Manifest is null)
        {
            return null;
        }
        var folder = Path.GetDirectoryName(Path.GetFullPath(config.Manifest))!;
        return File.Exists(config.Manifest) && SyntheticMarker.Read(folder) is null
            ? null
            : Create(config.Synthetic, config.Manifest, writeDicom, progress, cancellation);
    }

    /// <summary>Makes a cohort, or what is missing of it.</summary>
    /// <param name="config">The cohort.</param>
    /// <param name="manifest">Path of the manifest; its folder gets the images. It must be empty, or hold this very cohort.</param>
    /// <param name="writeDicom">Writes one DICOM file; called from several threads.</param>
    /// <param name="progress">Told how many images are there, of how many.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CohortException">The folder holds something else.</exception>
    public static SyntheticOutcome Create(
        SyntheticConfig config,
        string manifest,
        Action<string, DicomPicture> writeDicom,
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancellation = default)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(manifest))!;
        var marker = new SyntheticMarker { Cohort = config with { Size = config.PixelsAlongAxis } };
        RequireRadiographsForViews(config);
        RequireOwnFolder(folder, marker);
        ISyntheticSource source = config.Kind switch
        {
            SyntheticKind.Brains => new BrainCohort(config),
            SyntheticKind.Slices => new SliceCohort(config),
            _ => new RadiographCohort(config, writeDicom),
        };
        var cases = Enumerable.Range(0, config.Patients).AsParallel().AsOrdered().SelectMany(source.CasesOf).ToList();
        var images = cases.SelectMany(one => one.Images).ToList();
        var missing = images.Where(image => !File.Exists(Path.Combine(folder, image.FileName))).ToList();
        var complete = SyntheticMarker.Read(folder) is { Complete: true } && File.Exists(manifest);
        if (complete && missing.Count == 0)
        {
            source.WriteBeside(folder);
            return new SyntheticOutcome(manifest, images.Count, 0);
        }
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        marker.Write(folder);
        source.WriteBeside(folder);
        WriteImages(folder, missing, images.Count, progress, cancellation);
        WriteManifest(manifest, source, cases);
        (marker with { Complete = true }).Write(folder);
        return new SyntheticOutcome(manifest, images.Count, missing.Count);
    }

    private static void RequireRadiographsForViews(SyntheticConfig config)
    {
        if (config.SecondView && config.Kind != SyntheticKind.Radiographs)
        {
            throw Refuse($"second_view: only radiographs have one, not {config.Kind.ToString().ToLowerInvariant()}; leave it out");
        }
    }

    private static void RequireOwnFolder(string folder, SyntheticMarker wanted)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return;
        }
        var present = SyntheticMarker.Read(folder);
        if (present is null)
        {
            throw Refuse($"the folder '{folder}' is not empty and holds no synthetic cohort; name a new folder");
        }
        if ((present with { Complete = false }) != wanted)
        {
            throw Refuse($"the folder '{folder}' holds another synthetic cohort ({Described(present)}), not the wanted one ({Described(wanted)}); name a new folder or delete that one");
        }
    }

    private static void WriteImages(
        string folder, List<SyntheticImage> missing, int total, IProgress<(int Done, int Total)>? progress, CancellationToken cancellation)
    {
        var done = total - missing.Count;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        try
        {
            Parallel.ForEach(missing, options, image =>
            {
                image.Write(Path.Combine(folder, image.FileName));
                var doneNow = Interlocked.Increment(ref done);
                progress?.Report((doneNow, total));
            });
        }
        catch (AggregateException error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }

    private static void WriteManifest(string manifest, ISyntheticSource source, List<SyntheticCase> cases) => AtomicFile.Write(manifest, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        using var csv = new CsvWriter(writer, CultureInfo.InvariantCulture);
        WriteRow(csv, ["case_id", "patient_id", "path", .. source.Columns]);
        foreach (var one in cases)
        {
            WriteRow(csv, [one.CaseId, one.PatientId, one.Images[0].FileName, .. one.Values]);
        }
    });

    private static void WriteRow(CsvWriter csv, IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }
        csv.NextRecord();
    }

    private static string Described(SyntheticMarker marker)
    {
        var cohort = marker.Cohort;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{cohort.Kind.ToString().ToLowerInvariant()}, {cohort.Patients} patients, seed {cohort.Seed}, size {cohort.Size}, images per patient {cohort.ImagesPerPatient}{(cohort.SecondView ? ", second view" : "")}, generator {marker.Generator}");
    }

    private static CohortException Refuse(string message) => new([new DataProblem(DataProblemKind.Config, message, ConfigKey: "data.synthetic")]);
}

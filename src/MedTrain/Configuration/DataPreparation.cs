using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Parts;
using MedTrain.Data.Preprocessing;
using MedTrain.Data.Synthesis;
using MedTrain.Runs;

namespace MedTrain.Configuration;

/// <summary>The work with image files that an experiment needs before its data are fully known.</summary>
/// <param name="progress">Told after each image how many are there, of how many; null for nobody.</param>
/// <param name="cancellation">Stops between images; those made so far are kept.</param>
internal sealed class DataPreparation(IProgress<(int Done, int Total)>? progress, CancellationToken cancellation)
{
    private const int ListedUnreadable = 10;

    /// <summary>Makes the synthetic cohort that the experiment names, unless it is there.</summary>
    /// <returns>What stands in the way.</returns>
    public IReadOnlyList<DataProblem> CreateSynthetic(CohortConfig config)
    {
        try
        {
            using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
            SyntheticCohort.CreateFor(config, workers.WriteDicom, progress, cancellation);
            return [];
        }
        catch (CohortException exception)
        {
            return exception.Problems;
        }
    }

    /// <summary>Reads and preprocesses every image into the cache, and finds images that are in two parts of the split.</summary>
    public ImageFindings ReadImages(
        CohortConfig config, Cohort cohort, PreprocessingPipeline pipeline, VolumeParts? parts, Split? split, LeakagePolicy leakage)
    {
        try
        {
            using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
            var request = new CacheRequest
            {
                Cohort = cohort,
                Pipeline = pipeline,
                Prepare = workers.Prepare,
                ReadOptions = config.ToReadOptions(),
                Folder = CacheFolder.Resolve(config.Cache),
                StoredAs = config.CacheAs,
                OnUnreadable = config.OnUnreadable,
                Progress = progress,
            };
            using var cache = CaseCache.Open(request, cancellation);
            using var views = FurtherViews.Open(request, config, cache.Shape, cancellation);
            var shared = split is null ? [] : leakage.Refused(CachedImages.Audit(cohort, split, cache, cancellation), cohort.Source);
            IReadOnlyList<long> shape = parts is null ? cache.Shape : new CaseParts(parts, cache, cohort).Shape;
            return new ImageFindings(shape, shared, Warnings(cache.Unreadable));
        }
        catch (CohortException exception)
        {
            return new ImageFindings(null, exception.Problems, []);
        }
    }

    private static string[] Warnings(IReadOnlyList<UnreadableCase> skipped)
    {
        if (skipped.Count == 0) { return []; }

        var listed = skipped.Take(ListedUnreadable).Select(one => $"\n  {one}");
        var more = skipped.Count > ListedUnreadable ? $"\n  … and {skipped.Count - ListedUnreadable} more" : "";
        return [$"{skipped.Count} images cannot be read and are left out (data.on_unreadable: skip):{string.Concat(listed)}{more}"];
    }
}

/// <summary>What reading the images of a cohort gave.</summary>
/// <param name="Shape">Shape of every preprocessed image, or of its parts, <c>[C, (D,) H, W]</c>; null when there are none of one shape.</param>
/// <param name="Problems">Images that cannot be used, sizes that differ, images in two parts of the split.</param>
/// <param name="Warnings">Images that were left out, if the config allows that.</param>
internal sealed record ImageFindings(IReadOnlyList<long>? Shape, IReadOnlyList<DataProblem> Problems, IReadOnlyList<string> Warnings);

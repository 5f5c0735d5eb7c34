using MedTrain.Configuration;
using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Learning.Batching;
using Serilog;

namespace MedTrain.Runs;

/// <summary>The cohort's preprocessed images, decoded in worker processes where the cache did not have them yet.</summary>
internal sealed class PreparedImages : IDisposable
{
    private readonly CaseCache cache;

    private PreparedImages(CaseCache cache, Cohort cohort)
    {
        this.cache = cache;
        Source = new SampleSource(cache.Shape, cache.Read);
        var hashes = cache.ContentHashes;
        Contents = cohort.Cases.Index().Where(one => cache.Has(one.Index)).ToDictionary(one => one.Item.CaseId, one => hashes[one.Index]);
        SkippedCases = [.. cache.Unreadable.Select(one => cohort.Cases[one.Index].CaseId)];
    }

    /// <summary>The images by case index.</summary>
    public SampleSource Source { get; }

    /// <summary>A hash over the content of each readable image, by case id.</summary>
    public IReadOnlyDictionary<string, string> Contents { get; }

    /// <summary>Ids of the cases whose image could not be read.</summary>
    public IReadOnlyList<string> SkippedCases { get; }

    /// <summary>True when the case's image could be read.</summary>
    public bool Has(int index) => cache.Has(index);

    /// <summary>Decodes and preprocesses what the cache lacks.</summary>
    /// <exception cref="CohortException">Images are unreadable, or end with different sizes.</exception>
    /// <exception cref="LeakageException">The same image, or nearly the same, is in two parts of the split, and that is not accepted.</exception>
    public static PreparedImages Open(ExperimentPlan plan, FitDisplay display, ILogger log, CancellationToken cancellation)
    {
        using var stage = display.Stage("reading images");
        using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
        var cache = CaseCache.Open(
            new CacheRequest
            {
                Cohort = plan.Cohort,
                Pipeline = plan.Pipeline,
                Read = workers.Read,
                ReadOptions = plan.Config.Data.ToReadOptions(),
                Folder = CacheFolder.Resolve(plan.Config.Data.Cache),
                StoredAs = plan.Config.Data.CacheAs,
                OnUnreadable = plan.Config.Data.OnUnreadable,
                Progress = new StageProgress(stage),
            },
            cancellation);
        var images = new PreparedImages(cache, plan.Cohort);
        try
        {
            images.Report(plan, log, cancellation);
        }
        catch
        {
            images.Dispose();
            throw;
        }

        return images;
    }

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    private void Report(ExperimentPlan plan, ILogger log, CancellationToken cancellation)
    {
        log.Information(
            "{Cases} images of {Patients} patients, {Decoded} decoded now, the others from the cache; one sample is {Shape}",
            cache.Count - cache.Unreadable.Count, plan.Cohort.PatientIds.Count, cache.Decoded, $"[{string.Join(", ", cache.Shape)}]");
        foreach (var unreadable in cache.Unreadable)
        {
            log.Warning("Skipped {Unreadable}", unreadable);
        }

        if (cache.Unreadable.Count > 0)
        {
            log.Warning("{Count} unreadable images are left out (data.on_unreadable: skip)", cache.Unreadable.Count);
        }

        var leaks = plan.Leakage.Refused(CachedImages.Audit(plan.Cohort, plan.Split, cache, cancellation), plan.Cohort.Source);
        if (leaks.Count > 0)
        {
            throw new LeakageException(leaks);
        }
    }
}

using MedTrain.Configuration;
using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Parts;
using MedTrain.Learning.Batching;
using Serilog;

namespace MedTrain.Runs;

/// <summary>The cohort's preprocessed images, decoded in worker processes where the cache did not have them yet.</summary>
internal sealed class PreparedImages : IDisposable
{
    private readonly CaseCache cache;
    private readonly FurtherViews views;
    private readonly CaseParts? parts;

    private PreparedImages(CaseCache cache, FurtherViews views, Cohort cohort, VolumeParts? kind)
    {
        (this.cache, this.views) = (cache, views);
        parts = kind is null ? null : new CaseParts(kind, cache, cohort);
        var hashes = cache.ContentHashes;
        Contents = cohort.Cases.Index().Where(one => cache.Has(one.Index)).ToDictionary(one => one.Item.CaseId, one => hashes[one.Index]);
        SkippedCases = [.. cache.Unreadable.Select(one => cohort.Cases[one.Index].CaseId)];
    }

    /// <summary>Names of the parts that images are divided into; empty when networks see whole images.</summary>
    public IReadOnlyList<string> PartNames => parts?.Names ?? [];

    /// <summary>A hash over the content of each readable image, by case id.</summary>
    public IReadOnlyDictionary<string, string> Contents { get; }

    /// <summary>Ids of the cases whose image could not be read.</summary>
    public IReadOnlyList<string> SkippedCases { get; }

    /// <summary>What a network sees of every case.</summary>
    /// <param name="seen">Some of <see cref="PartNames"/>; empty for the whole image.</param>
    public SampleView View(IReadOnlyList<string> seen)
    {
        if (parts is null || seen.Count == 0)
        {
            return new SampleView(
                new SampleSource([cache.Shape[0] * (1 + views.Count), .. cache.Shape[1..]], (index, destination) => views.Read(cache, index, destination)), []);
        }

        int[] numbers = [.. seen.Select(name => parts.Names.ToList().IndexOf(name))];
        return new SampleView(
            new SampleSource(parts.Shape, (sample, destination) => parts.Read(sample / numbers.Length, numbers[sample % numbers.Length], destination)), seen);
    }

    /// <summary>True when the case's image could be read.</summary>
    public bool Has(int index) => cache.Has(index) && views.Has(index);

    /// <summary>Decodes and preprocesses what the cache lacks.</summary>
    /// <exception cref="CohortException">Images are unreadable, or end with different sizes.</exception>
    /// <exception cref="LeakageException">The same image, or nearly the same, is in two parts of the split, and that is not accepted.</exception>
    public static PreparedImages Open(ExperimentPlan plan, FitDisplay display, ILogger log, CancellationToken cancellation)
    {
        var images = Open(plan.Config.Data, plan.Cohort, plan.Config.Parts, plan, display, cancellation);
        try
        {
            images.Report(plan.Cohort, log);
            images.Audit(plan, cancellation);
            return images;
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    /// <summary>The further images of the pretraining, by their own case indices; null when there are none.</summary>
    /// <exception cref="CohortException">Images are unreadable, or end with different sizes.</exception>
    public static PreparedImages? OpenFurther(ExperimentPlan plan, FitDisplay display, ILogger log, CancellationToken cancellation)
    {
        if (plan.PretrainingCohort is not { } cohort) { return null; }

        var images = Open(plan.Config.Pretraining!.Data!, cohort, null, plan, display, cancellation);
        images.Report(cohort, log);
        return images;
    }

    private static PreparedImages Open(
        CohortConfig config, Cohort cohort, VolumeParts? parts, ExperimentPlan plan, FitDisplay display, CancellationToken cancellation)
    {
        using var stage = display.Stage("reading images");
        using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
        var request = new CacheRequest
        {
            Cohort = cohort,
            Pipeline = plan.Pipeline,
            Prepare = workers.Prepare,
            ReadOptions = config.ToReadOptions(),
            Folder = CacheFolder.Resolve(config.Cache),
            StoredAs = config.CacheAs,
            OnUnreadable = config.OnUnreadable,
            Progress = new StageProgress(stage),
        };
        var cache = CaseCache.Open(request, cancellation);
        FurtherViews? views = null;
        try
        {
            views = FurtherViews.Open(request, config, cache.Shape, cancellation);
            return new PreparedImages(cache, views, cohort, parts);
        }
        catch
        {
            views?.Dispose();
            cache.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        views.Dispose();
        cache.Dispose();
    }

    private void Report(Cohort cohort, ILogger log)
    {
        log.Information(
            "{Cases} images of {Patients} patients, {Decoded} decoded now, the others from the cache; one sample is {Shape}",
            cache.Count - cache.Unreadable.Count, cohort.PatientIds.Count, cache.Decoded, $"[{string.Join(", ", cache.Shape)}]");
        if (parts is not null)
        {
            log.Information("Each image has {Count} parts of {Shape}, {First:l} to {Last:l}", parts.Names.Count, $"[{string.Join(", ", parts.Shape)}]", parts.Names[0], parts.Names[^1]);
        }

        foreach (var unreadable in cache.Unreadable)
        {
            log.Warning("Skipped {Unreadable}", unreadable);
        }

        if (cache.Unreadable.Count > 0)
        {
            log.Warning("{Count} unreadable images are left out (data.on_unreadable: skip)", cache.Unreadable.Count);
        }
    }

    private void Audit(ExperimentPlan plan, CancellationToken cancellation)
    {
        var leaks = plan.Leakage.Refused(CachedImages.Audit(plan.Cohort, plan.Split, cache, cancellation), plan.Cohort.Source);
        if (leaks.Count > 0)
        {
            throw new LeakageException(leaks);
        }
    }
}

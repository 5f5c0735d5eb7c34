using System.Collections.Concurrent;
using MedTrain.Configuration;
using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts.Audit;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Workers;

namespace MedTrain.Runs;

/// <summary>What an audit found.</summary>
/// <param name="Plan">What was audited.</param>
/// <param name="Findings">Leakage first, then warnings.</param>
/// <param name="Unreadable">Images that could not be compared, with the reason.</param>
/// <param name="ImagesCompared">How many images were compared; 0 when they were skipped.</param>
internal sealed record AuditResult(ExperimentPlan Plan, IReadOnlyList<AuditFinding> Findings, IReadOnlyList<string> Unreadable, int ImagesCompared)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode => Findings.Any(finding => finding.IsLeakage) ? ExitCodes.Leakage : Unreadable.Count > 0 ? ExitCodes.BadData : ExitCodes.Done;
}

/// <summary><c>medtrain audit</c>: reads an experiment's cohort, split and images and collects every finding instead of stopping at it.</summary>
internal static class AuditRun
{
    /// <summary>Audits.</summary>
    /// <param name="bound">The experiment.</param>
    /// <param name="openImages">Whether to compare the images.</param>
    /// <param name="display">Shows the progress.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="PlanException">The experiment or its manifest cannot be used.</exception>
    public static AuditResult Execute(BoundConfig bound, bool openImages, FitDisplay display, CancellationToken cancellation)
    {
        using var stage = display.Stage("reading images");
        var collected = new LeakagePolicy("audit");
        var preparation = new DataPreparation(new StageProgress(stage), cancellation);
        var plan = PlanReader.Read(bound, preparation, openImages: false, collected, requireLabels: false).Require();
        var findings = collected.Accepted.ToList();
        if (SplitAudit.MissingTest(plan.Split) is { } missing) { findings.Add(missing); }

        var unreadable = new ConcurrentBag<string>();
        if (openImages) { findings.AddRange(CompareImages(plan, unreadable, stage, cancellation)); }

        findings.AddRange(SplitAudit.Warnings(plan.Cohort, plan.Split));
        if (plan.Config.Model.Pretrained is { } weights)
        {
            findings.AddRange(SplitAudit.OfPretrained(plan.Cohort, plan.Split.Folds, weights, WeightsMetadata.SeenPatients(weights)).Where(one => !one.IsLeakage));
        }

        return new AuditResult(plan, findings, [.. unreadable.Order(StringComparer.Ordinal)], openImages ? plan.Cohort.Cases.Count - unreadable.Count : 0);
    }

    /// <summary>Images as they are in their files: what preprocessing does to them is not the data's fault.</summary>
    private static IReadOnlyList<AuditFinding> CompareImages(ExperimentPlan plan, ConcurrentBag<string> unreadable, IStage stage, CancellationToken cancellation)
    {
        using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
        var config = plan.Config.Data;
        var cases = plan.Cohort.Cases;
        var hashes = ContentHashes.Of(cases, CacheFolder.Resolve(config.Cache), cancellation);
        var done = 0;
        return ImageAudit.Run(plan.Cohort, plan.Split, hashes, index =>
        {
            stage.Report(Interlocked.Increment(ref done), cases.Count);
            try
            {
                var image = workers.Read(cases[index].Path, config.ToReadOptions());
                return ImagePrint.Of(image.Voxels, image.Size.Z, image.Size.Y, image.Size.X);
            }
            catch (UnreadableImageException failure)
            {
                unreadable.Add($"line {cases[index].ManifestLine}: case '{cases[index].CaseId}': {failure.Reason}");
                return null;
            }
        }, memo: null, cancellation);
    }
}

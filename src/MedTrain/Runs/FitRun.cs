using MedTrain.Configuration;
using MedTrain.Learning.Training;
using MedTrain.Presentation;
using Serilog;

namespace MedTrain.Runs;

/// <summary>
/// <c>medtrain fit</c>: prepares the images, trains every fold, evaluates the predictions and fills the run folder. Started again on
/// a folder with the same plan, it goes on where the earlier start ended.
/// </summary>
internal sealed class FitRun
{
    private readonly ExperimentPlan plan;
    private readonly FitOptions options;
    private readonly RunFolder folder;
    private readonly Lazy<PlanIdentity> identity; // names the libtorch that is still loading

    private FitRun(ExperimentPlan plan, FitOptions options)
    {
        (this.plan, this.options) = (plan, options);
        folder = new RunFolder(plan.Output);
        identity = new Lazy<PlanIdentity>(() => PlanIdentity.Of(plan));
    }

    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">The validated plan.</param>
    /// <param name="options">The command line's options.</param>
    /// <param name="output">Where the table goes.</param>
    /// <param name="cancellation">Finishes the optimizer step, saves the state, and ends.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="RunFolderException">The folder holds another plan's run, or another process uses it.</exception>
    public static int Execute(ExperimentPlan plan, FitOptions options, TextWriter output, CancellationToken cancellation)
    {
        var run = new FitRun(plan, options);
        using var held = run.folder.Lock();
        if (options.Restart)
        {
            run.folder.Clear();
        }

        var earlier = Provenance.Read(run.folder.Provenance);
        run.RefuseAnotherPlan(earlier);
        using var log = RunLog.Open(run.folder.Log, options.LogLevel);
        foreach (var warning in plan.Warnings)
        {
            log.Warning("{Warning:l}", warning);
        }

        if (File.Exists(run.folder.Evaluation))
        {
            log.Information("The run in {Folder} is complete; --restart begins anew", run.folder.Path);
        }
        else if (!run.Train(earlier, log, cancellation))
        {
            log.Information("Fold {Fold} is done. The run can be evaluated when all {Folds} folds are", options.Fold, plan.Split.Folds.Count);
            return ExitCodes.Done;
        }

        var (report, pool) = RunEvaluation.Of(run.folder, plan.Config);
        RunEvaluation.Write(run.folder, plan.Config, report, pool);
        ReportPrinter.Print(report, options.Json, output);
        log.Information("Run folder: {Folder}", run.folder.Path);
        return ExitCodes.Done;
    }

    /// <summary>Trains a plan's networks without evaluating their test predictions.</summary>
    /// <returns>True when the networks of all folds are trained.</returns>
    /// <exception cref="RunFolderException">The folder holds another plan's run, or another process uses it.</exception>
    public static bool TrainOnly(ExperimentPlan plan, FitOptions options, CancellationToken cancellation)
    {
        var run = new FitRun(plan, options);
        using var held = run.folder.Lock();
        var earlier = Provenance.Read(run.folder.Provenance);
        run.RefuseAnotherPlan(earlier);
        if (plan.Split.Folds.All(fold => File.Exists(run.folder.Predictions(new(fold.Number, null), "val")))) { return true; }

        using var log = RunLog.Open(run.folder.Log, options.LogLevel);
        return run.Train(earlier, log, cancellation);
    }

    private void RefuseAnotherPlan(Provenance? earlier)
    {
        if (earlier is not null && earlier.PlanHash != identity.Value.Hash)
        {
            throw new RunFolderException(
                $"{folder.Path} holds a run of another plan. What differs:{string.Concat(identity.Value.DifferencesFrom(earlier.Plan).Select(line => $"\n  {line}"))}\n" +
                "Give this run another folder (--set output=DIR), or begin anew there with --restart.");
        }
    }

    /// <summary>Trains what is not trained yet; true when all folds are.</summary>
    private bool Train(Provenance? earlier, ILogger log, CancellationToken cancellation)
    {
        TrainingMachine.Require(plan.Config.Training);
        using var images = PreparedImages.Open(plan, options.Display, log, cancellation);
        ImageContents.Hold(folder.Images, images.Contents);
        using var further = PreparedImages.OpenFurther(plan, options.Display, log, cancellation);
        if (further is not null)
        {
            ImageContents.Hold(folder.FurtherImages, further.Contents);
        }

        folder.Describe(plan);
        var machine = new TrainingMachine(plan.Config.Training);
        machine.FetchMemory(images.View(images.PartNames).Source.Shape, plan.Config.Training.BatchSize);
        var pretraining = plan.Config.Pretraining is null ? null : new PretrainingRun(plan, folder, identity.Value.Hash, images, further, machine.Device, log);
        var provenance = Provenance.Of(plan, identity.Value, machine.Device) with { Skipped = images.SkippedCases };
        if (plan.Leakage.Outcome is { } accepted)
        {
            log.Warning("{Note:l}", accepted.Note);
        }

        provenance = provenance with { AcceptedLeakage = plan.Leakage.Outcome };
        provenance = earlier is null ? provenance : provenance with { Started = earlier.Started, Starts = earlier.Starts + 1 };
        provenance.Write(folder.Provenance);

        FoldRun[] networks =
        [
            .. plan.Split.Folds.SelectMany(fold => Places(fold.Number).Select(
                place => new FoldRun(plan, folder, identity.Value.Hash, fold, place, images, pretraining, machine.Device, log))),
        ];
        var events = new Dictionary<NetworkPlace, EventFile>();
        var histories = new SortedDictionary<NetworkPlace, IReadOnlyList<EpochResult>>();
        foreach (var network in networks.Where(one => !one.IsDone && (options.Fold is null || options.Fold == one.Place.Fold)))
        {
            network.Train(options.Display, (place, epochs) =>
            {
                if (!events.TryGetValue(place, out var file)) { events[place] = file = new EventFile(folder.Events(place)); }

                file.Write(epochs);
                histories[place] = epochs;
                MetricsLog.Write(folder, histories);
            }, cancellation);
        }

        foreach (var fold in networks.GroupBy(network => network.Place.Fold).Where(fold => plan.Config.Members > 1 && fold.All(one => one.IsDone)))
        {
            PredictionTables.WriteMeans(folder, fold.Key, [.. fold.Select(network => network.Place)], plan.Config.Task);
        }

        if (!networks.All(network => network.IsDone))
        {
            return false;
        }

        (provenance with { Finished = DateTime.UtcNow }).Write(folder.Provenance);
        return true;
    }

    private IEnumerable<NetworkPlace> Places(int fold) => plan.Config.Members == 1
        ? [new(fold, null)]
        : Enumerable.Range(0, plan.Config.Members).Select(member => new NetworkPlace(fold, member));
}

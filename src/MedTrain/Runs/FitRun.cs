using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Evaluation;
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
    private readonly PlanIdentity identity;

    private FitRun(ExperimentPlan plan, FitOptions options)
    {
        (this.plan, this.options) = (plan, options);
        folder = new RunFolder(plan.Output);
        identity = PlanIdentity.Of(plan);
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

        run.Evaluate(output);
        log.Information("Run folder: {Folder}", run.folder.Path);
        return ExitCodes.Done;
    }

    private void RefuseAnotherPlan(Provenance? earlier)
    {
        if (earlier is not null && earlier.PlanHash != identity.Hash)
        {
            throw new RunFolderException(
                $"{folder.Path} holds a run of another plan. What differs:{string.Concat(identity.DifferencesFrom(earlier.Plan).Select(line => $"\n  {line}"))}\n" +
                "Give this run another folder (--set output=DIR), or begin anew there with --restart.");
        }
    }

    /// <summary>Trains what is not trained yet; true when all folds are.</summary>
    private bool Train(Provenance? earlier, ILogger log, CancellationToken cancellation)
    {
        var machine = new TrainingMachine(plan.Config.Training);
        using var images = PreparedImages.Open(plan, options.Display, log, cancellation);
        ImageContents.Hold(folder.Images, images.Contents);
        var provenance = Provenance.Of(plan, identity, machine.Device) with { Skipped = images.SkippedCases };
        if (plan.Leakage.Outcome is { } accepted)
        {
            log.Warning("{Note:l}", accepted.Note);
        }

        provenance = provenance with { AcceptedLeakage = plan.Leakage.Outcome };
        provenance = earlier is null ? provenance : provenance with { Started = earlier.Started, Starts = earlier.Starts + 1 };
        provenance.Write(folder.Provenance);
        RunFolder.Write(folder.Config, plan.ResolvedYaml);
        ManifestFile.Write(folder.Manifest, plan.Cohort);
        SplitFile.Write(folder.Split, plan.Cohort, plan.Split);

        FoldRun[] folds = [.. plan.Split.Folds.Select(fold => new FoldRun(plan, folder, identity.Hash, fold, images, machine.Device, log))];
        var histories = new SortedDictionary<int, IReadOnlyList<EpochResult>>();
        foreach (var fold in folds.Where(fold => !fold.IsDone && (options.Fold is null || options.Fold == fold.Number)))
        {
            var events = new EventFile(folder.Events(fold.Number));
            fold.Train(options.Display, epochs =>
            {
                events.Write(epochs);
                histories[fold.Number] = epochs;
                MetricsLog.Write(folder, histories);
            }, cancellation);
        }

        if (!folds.All(fold => fold.IsDone))
        {
            return false;
        }

        (provenance with { Finished = DateTime.UtcNow }).Write(folder.Provenance);
        return true;
    }

    /// <summary>Evaluates the pooled test predictions (those of the validation part when there is no test part).</summary>
    private void Evaluate(TextWriter output)
    {
        var validation = PredictionTables.OfRun(folder, "val", plan.Config.Task);
        var test = PredictionTables.OfRun(folder, "test", plan.Config.Task);
        var report = Evaluator.Evaluate(test ?? validation!, plan.Config.Evaluation, test is null ? null : validation);
        report = report with { Notes = [.. ReportNotes.Of(folder, isTested: test is not null), .. report.Notes] };
        HtmlReport.Write(folder, plan.Config, test ?? validation!, report, test is null ? null : validation, []);
        RunFolder.Write(folder.Evaluation, report.ToJson());
        ReportPrinter.Print(report, options.Json, output);
    }
}

using MedTrain.Configuration;
using MedTrain.Learning.Training;
using MedTrain.Presentation;
using Serilog;

namespace MedTrain.Runs;

/// <summary>
/// <c>medtrain fit</c> of an experiment with a <c>sweep:</c> block: trains every trial, each in a run folder of its own under
/// <c>trials/</c>, chooses one for every test part by the validation scores of the folds around it, and evaluates the chosen ones' test
/// predictions. With inner folds that is a nested cross-validation. No trial's test predictions are looked at to choose.
/// </summary>
internal sealed class SweepRun
{
    private readonly ExperimentPlan plan;
    private readonly FitOptions options;
    private readonly RunFolder folder;
    private readonly IReadOnlyList<(SweepTrial Trial, ExperimentPlan Plan)> trials;
    private readonly SweepLedger ledger;

    private SweepRun(ExperimentPlan plan, TrialSource source, FitOptions options, CancellationToken cancellation)
    {
        (this.plan, this.options) = (plan, options);
        folder = new RunFolder(plan.Output);
        var wanted = SweepTrials.Of(plan.Config.Sweep!, plan.Config.Seed);
        var plans = source.Require(plan.Config, [.. wanted.Select(trial => folder.Trial(trial.Name))], cancellation);
        trials = [.. wanted.Zip(plans)];
        ledger = new SweepLedger(plan, wanted);
    }

    /// <summary>Runs a sweep to its end.</summary>
    /// <param name="plan">The plan of the file, whose <c>sweep:</c> block says what is tried.</param>
    /// <param name="source">Reads the trials' plans.</param>
    /// <param name="options">The command line's options.</param>
    /// <param name="output">Where the tables go.</param>
    /// <param name="cancellation">Finishes the step, saves the state, and ends.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="PlanException">A trial cannot be run; nothing has been trained.</exception>
    public static int Execute(ExperimentPlan plan, TrialSource source, FitOptions options, TextWriter output, CancellationToken cancellation)
    {
        var sweep = new SweepRun(plan, source, options, cancellation);
        using var held = sweep.folder.Lock();
        if (options.Restart) { sweep.folder.Clear(); }

        using var log = RunLog.Open(sweep.folder.Log, options.LogLevel);
        sweep.folder.Describe(plan);
        sweep.TrainAll(log, cancellation);
        if (!sweep.trials.Any(one => sweep.ledger.IsDone(one.Trial)))
        {
            if (options.Fold is not { } fold)
            {
                throw new TrainingException($"None of the {sweep.trials.Count} trials could be trained; {sweep.folder.Ledger} says why of each.");
            }

            log.Information("Fold {Fold} of all trials is done. The sweep can be evaluated when all {Folds} folds are", fold, plan.Split.Folds.Count);
            return ExitCodes.Done;
        }

        sweep.Choose();
        sweep.Evaluate(output);
        log.Information("Run folder: {Folder}", sweep.folder.Path);
        return ExitCodes.Done;
    }

    /// <summary>Trains what is not trained yet. A trial that cannot be trained to its end is noted, and the others go on.</summary>
    private void TrainAll(ILogger log, CancellationToken cancellation)
    {
        foreach (var (number, (trial, trialPlan)) in trials.Index())
        {
            log.Information("Trial {Number} of {Count}: {Settings:l}", number + 1, trials.Count, string.Join(", ", trial.Settings.Select(entry => $"{entry.Key} {entry.Value}")));
            try
            {
                if (FitRun.TrainOnly(trialPlan, options with { Restart = false }, cancellation)) { ledger.Done(trial, new RunFolder(trialPlan.Output)); }
            }
            catch (Exception failure) when (failure is TrainingException or RunFolderException and not BusyFolderException)
            {
                log.Warning("Trial {Number} failed: {Reason:l}", number + 1, failure.Message);
                ledger.Failed(trial, failure.Message);
            }

            RunFolder.Write(folder.Ledger, ledger.ToTable().ToCsv());
        }
    }

    /// <summary>Puts the chosen trials' predictions, and their figures of each epoch, in the place of this run's own.</summary>
    private void Choose()
    {
        var metrics = new List<string>();
        var chosen = new List<(int Fold, string Trial)>();
        foreach (var fold in plan.Split.Folds)
        {
            var trial = ledger.ChosenFor(fold.Number);
            var of = new RunFolder(folder.Trial(trial.Name));
            Directory.CreateDirectory(folder.Fold(fold.Number));
            foreach (var file in Directory.GetFiles(of.Fold(fold.Number), "predictions-*.csv"))
            {
                RunFolder.Write(Path.Combine(folder.Fold(fold.Number), Path.GetFileName(file)), File.ReadAllText(file));
            }

            metrics.AddRange(MetricsLog.LinesOf(of, fold.Number));
            chosen.Add((fold.Number, trial.Name));
        }

        RunFolder.Write(folder.Metrics, string.Concat(metrics.Select(line => line + "\n")));
        Provenance.Of(plan, PlanIdentity.Of(plan), new TrainingMachine(plan.Config.Training).Device).Write(folder.Provenance);
        RunFolder.Write(folder.Chosen, ChosenTrials.ToCsv(chosen));
        RunFolder.Write(folder.Ledger, ledger.ToTable().ToCsv());
    }

    private void Evaluate(TextWriter output)
    {
        var table = ledger.ToTable();
        var (report, pool) = RunEvaluation.Of(folder, plan.Config);
        report = report with { Notes = [ledger.Note, .. report.Notes] };
        RunEvaluation.Write(folder, plan.Config, report, pool);
        if (!options.Json)
        {
            // Why trials failed has been said in the log, and stays in the ledger.
            var shown = table.Columns.Count - 1;
            TextTable.Write(
                output, table.Title, [.. table.Columns.Take(shown)], [.. table.Rows.Select(row => row.Take(shown).ToArray())], [.. Enumerable.Range(1, shown - 1)]);
        }

        ReportPrinter.Print(report, options.Json, output);
    }
}

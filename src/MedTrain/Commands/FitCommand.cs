using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary><c>medtrain fit</c>: train, evaluate, fill the run folder.</summary>
internal sealed class FitCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Train an experiment's network, evaluate it and fill its run folder.";

    private readonly ExperimentSource _source;
    private readonly Option<bool> _restart = new("--restart") { Description = "Throw away what the run folder holds and begin anew." };
    private readonly Option<int?> _fold = new("--fold")
    {
        Description = "Train only this fold (from 0); the run is evaluated when all are trained.", HelpName = "K",
    };
    private readonly Option<double?> _minutes = new("--max-minutes")
    {
        Description = "After so many minutes finish the step, save the state and exit with 75.", HelpName = "M",
    };
    private readonly OutputOptions _output;
    private readonly LeakageOption _acceptance;

    private FitCommand(Command command)
    {
        _source = new ExperimentSource(command);
        _output = new OutputOptions(command);
        command.Options.Add(_restart);
        command.Options.Add(_fold);
        _acceptance = new LeakageOption(command);
        command.Options.Add(_minutes);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "fit",
            Summary + " Started again on the same run folder, it goes on where it was; a complete run is not trained again. "
            + "SIGINT, SIGTERM and SIGUSR1 finish the step, save the state and exit with 75; a second SIGINT ends at once.",
            "medtrain fit configs/quickstart.yaml",
            "medtrain fit configs/quickstart.yaml --set output=/scratch/try1 --set training.epochs=5",
            "medtrain fit experiment.yaml --fold 2",
            "medtrain fit experiment.yaml --max-minutes 230",
            "medtrain fit configs/teaching/slice-leakage.yaml --set split.unit=case --accept-leakage teaching");
        command.SetAction(new FitCommand(command).Execute);
        return command;
    }

    private int Execute(ParseResult parsed)
    {
        using var signals = new StopSignals();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Token);
        Limit(stop, parsed.GetValue(_minutes));
        try
        {
            return Fit(parsed, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // While images are prepared, too: those that are ready are kept.
            parsed.InvocationConfiguration.Error.WriteLine("Stopped on request. The same command goes on from here.");
            return ExitCodes.StartAgain;
        }
    }

    private int Fit(ParseResult parsed, CancellationToken stop)
    {
        // Loading libtorch takes about as long as reading config and plan and opening the cache: both at once.
        LibtorchLoading.Begin();
        var bound = _source.Bind(parsed);
        var display = VerbosityOptions.Display(parsed);
        var plan = ReadPlan(bound, display, _acceptance.Policy(parsed), stop);
        if (parsed.GetValue(_fold) is { } asked && (asked < 0 || asked >= plan.Split.Folds.Count))
        {
            throw new UsageException($"--fold {asked} — the experiment has the folds 0 to {plan.Split.Folds.Count - 1} — set split.folds for more");
        }

        var options = new FitOptions(
            parsed.GetValue(_restart), parsed.GetValue(_fold), _output.WantsJson(parsed), display, VerbosityOptions.Level(parsed));
        var trials = new TrialSource(further => _source.Bind(parsed, further), () => _acceptance.Policy(parsed));
        var writer = parsed.InvocationConfiguration.Output;
        return plan.Config.Sweep is not null ? SweepRun.Execute(plan, trials, options, writer, stop)
            : plan.Config.Variants.Count > 0 ? VariantsRun.Execute(plan, trials, options, writer, stop)
            : FitRun.Execute(plan, options, writer, stop);
    }

    private static void Limit(CancellationTokenSource stop, double? minutes)
    {
        if (minutes is { } given)
        {
            if (given is not (> 0 and < 1e6))
            {
                throw new UsageException($"--max-minutes {given} — must be more than 0 and less than 1000000 — leave it out for no limit");
            }

            stop.CancelAfter(TimeSpan.FromMinutes(given));
        }
    }

    private static ExperimentPlan ReadPlan(BoundConfig bound, FitDisplay display, LeakagePolicy leakage, CancellationToken cancellation)
    {
        using var stage = display.Stage("making synthetic images");
        return PlanReader.Read(bound, new DataPreparation(new StageProgress(stage), cancellation), openImages: false, leakage).Require();
    }
}

using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging.Inspection;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Presentation;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary><c>medtrain data stats</c>: what a cohort holds.</summary>
internal static class DataStatsCommand
{
    /// <summary>Makes the command.</summary>
    public static Verb Create()
    {
        var command = new Verb(
            "stats",
            "Tell what a cohort holds: counts, prevalence, missing labels, demographics by group, image sizes, spacings and intensities, duplicates.\n"
            + "Demographics are of each patient's first session. Exit code 4 when an image cannot be read.",
            "medtrain data stats configs/quickstart-3d.yaml --by diagnosis",
            "medtrain data stats manifest.csv --labels effusion,nodule --skip-images",
            "medtrain data stats manifest.csv --by diagnosis --json");
        var source = new CohortSource(command);
        var by = new Option<string?>("--by") { Description = "Column of groups, such as diagnosis.", HelpName = "COLUMN" };
        var skipImages = new Option<bool>("--skip-images") { Description = "Do not open the images." };
        var output = new OutputOptions(command);
        command.Options.Add(by);
        command.Options.Add(skipImages);
        command.SetAction(parsed =>
        {
            using var stop = new StopSignals();
            using var stage = VerbosityOptions.Display(parsed).Stage("reading images");
            var cohort = ReadCohort(source.Bind(parsed, []), new DataPreparation(new StageProgress(stage), stop.Token), parsed.GetValue(by), out var warnings, out var config);
            var survey = parsed.GetValue(skipImages) ? null : Survey(cohort, config, stage, stop.Token);
            var duplicates = survey is null ? [] : Duplicates(cohort, config, stop.Token);
            stage.Dispose();
            var report = new StatsReport(cohort, CohortStatistics.Labels(cohort), CohortStatistics.Groups(cohort, parsed.GetValue(by)), survey, duplicates, warnings);
            if (output.WantsJson(parsed)) { report.WriteJson(parsed.InvocationConfiguration.Output); }
            else { report.Write(parsed.InvocationConfiguration.Output); }

            return survey is { Unreadable.Count: > 0 } ? ExitCodes.BadData : ExitCodes.Done;
        });
        return command;
    }

    private static Cohort ReadCohort(BoundConfig bound, DataPreparation preparation, string? by, out IReadOnlyList<string> warnings, out CohortConfig config)
    {
        var experiment = bound.Require<ExperimentConfig>();
        config = experiment.Data;
        var problems = preparation.CreateSynthetic(config).ToList();
        var reading = ManifestReader.Read(config, Enum.Parse<LabelTask>($"{experiment.Task}"), requireLabels: false);
        problems.AddRange(reading.Problems.Where(problem => problem.Kind != DataProblemKind.Leakage));
        if (by is not null && reading.Cohort is { } found && !found.Cases.Any(one => one.Columns.ContainsKey(by)))
        {
            var known = found.Cases.SelectMany(one => one.Columns.Keys).Distinct().ToList();
            problems.Add(new DataProblem(DataProblemKind.Config, $"--by {by} — the manifest has no such column — its others are {string.Join(", ", known)}"));
        }

        warnings = reading.Warnings;
        return problems.Count > 0 ? throw new CohortException(problems) : reading.Cohort!;
    }

    private static ImageSurvey Survey(Cohort cohort, CohortConfig config, IStage stage, CancellationToken cancellation)
    {
        using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
        var done = 0;
        return ImageSurvey.Of(
            [.. cohort.Cases.Select(one => (one.CaseId, one.Path))],
            path => workers.Read(path, config.ToReadOptions()),
            () => stage.Report(Interlocked.Increment(ref done), cohort.Cases.Count),
            cancellation);
    }

    /// <summary>Cases whose images have the same content.</summary>
    private static IReadOnlyList<IReadOnlyList<string>> Duplicates(Cohort cohort, CohortConfig config, CancellationToken cancellation) =>
    [
        .. ContentHashes.Of(cohort.Cases, CacheFolder.Resolve(config.Cache), cancellation).Zip(cohort.Cases)
            .GroupBy(entry => entry.First).Where(group => group.Count() > 1)
            .Select(group => (IReadOnlyList<string>)[.. group.Select(entry => entry.Second.CaseId)]),
    ];
}

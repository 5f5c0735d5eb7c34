using MedTrain.Configuration;

namespace MedTrain.Runs;

/// <summary>Makes the experiments that a file with a <c>sweep:</c> or <c>variants:</c> block stands for.</summary>
/// <param name="Bind">Reads the file with further changes.</param>
/// <param name="Leakage">Makes a policy, one for each plan.</param>
internal sealed record TrialSource(Func<IEnumerable<ConfigOverride>, BoundConfig> Bind, Func<LeakagePolicy> Leakage)
{
    /// <summary>Reads the plans of all trials.</summary>
    /// <param name="config">The file's config.</param>
    /// <param name="outputs">The run folder of each trial.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="PlanException">There are problems; carries those of all trials.</exception>
    public IReadOnlyList<ExperimentPlan> Require(ExperimentConfig config, IReadOnlyList<string> outputs, CancellationToken cancellation)
    {
        var readings = Read(config, outputs, cancellation);
        return readings.All(reading => reading.Plan is not null) ? [.. readings.Select(reading => reading.Plan!)] : throw new PlanException(Joined(readings));
    }

    /// <summary>The problems of a file together with those of the trials that it stands for.</summary>
    public PlanReading WithTrials(PlanReading file, CancellationToken cancellation)
    {
        if (file.Plan?.Config is not { } config || ExperimentTrials.Of(config) is not { Count: > 0 } trials) { return file; }

        var readings = Read(config, [.. trials.Select(_ => file.Plan.Output)], cancellation);
        return readings.All(reading => reading.Plan is not null) ? file : Joined([file, .. readings]);
    }

    private List<PlanReading> Read(ExperimentConfig config, IReadOnlyList<string> outputs, CancellationToken cancellation) =>
    [
        .. ExperimentTrials.Of(config).Zip(outputs, (trial, output) => PlanReader.Read(
            // Without the block that asked for it.
            Bind([.. trial.Changes, new("sweep", "null", trial.Name), new("variants", "{}", trial.Name), new("output", FreeValue.Of(output).Json, trial.Name)]),
            new DataPreparation(null, cancellation),
            leakage: Leakage())),
    ];

    private static PlanReading Joined(IReadOnlyList<PlanReading> readings) => new(
        null,
        [.. readings.SelectMany(reading => reading.ConfigProblems).DistinctBy(problem => problem.ToString())],
        [.. readings.SelectMany(reading => reading.DataProblems).DistinctBy(problem => problem.ToString())],
        [.. readings.SelectMany(reading => reading.Warnings).Distinct()]);
}

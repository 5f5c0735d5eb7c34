using System.Text.Json.Nodes;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Preprocessing;
using MedTrain.Learning.Models;
using MedTrain.Runs;

namespace MedTrain.Configuration;

/// <summary>
/// An experiment in which every name has been looked up, every file found and every patient given a part: ready to be trained.
/// </summary>
/// <param name="Config">The settings as they were typed, with defaults.</param>
/// <param name="Model">The network.</param>
/// <param name="Pipeline">The preprocessing.</param>
/// <param name="Cohort">The cases.</param>
/// <param name="Split">Training, validation and test cases of each fold.</param>
/// <param name="Warnings">What a careful person would look at before believing the result, one sentence each.</param>
/// <param name="Leakage">Whether leakage is refused, and what has been accepted.</param>
internal sealed record ExperimentPlan(
    ExperimentConfig Config, ModelRow Model, PreprocessingPipeline Pipeline, Cohort Cohort, Split Split, IReadOnlyList<string> Warnings,
    LeakagePolicy Leakage)
{
    /// <summary>The further images of the pretraining; null when there are none.</summary>
    public Cohort? PretrainingCohort { get; init; }

    /// <summary>The trained networks that are learned from.</summary>
    public IReadOnlyList<TeacherRun> Teachers { get; init; } = [];

    /// <summary>The run folder.</summary>
    public string Output => Config.Output ?? Path.Combine("runs", Config.Name);

    /// <summary>Every setting with its default filled in.</summary>
    public JsonObject Settings => ResolvedJson.Of(Config);

    /// <summary><see cref="Settings"/> as an experiment file.</summary>
    public string ResolvedYaml => Configuration.ResolvedYaml.Write(Settings);
}

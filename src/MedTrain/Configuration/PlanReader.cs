using MedTrain.Data;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Cohorts.Audit;
using MedTrain.Data.Parts;
using MedTrain.Data.Preprocessing;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Thresholds;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Distillation;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Pretrained;
using MedTrain.Learning.Pretraining;
using MedTrain.Learning.Training;
using MedTrain.Runs;

namespace MedTrain.Configuration;

/// <summary>
/// Turns a bound config into a plan: looks names up, opens the manifest, draws the split. Goes on past every problem, so that one reading
/// finds all that can be known together; what depends on a part that could not be read is left out.
/// </summary>
internal sealed class PlanReader
{
    private readonly BoundConfig _bound;
    private readonly DataPreparation _preparation;
    private readonly LeakagePolicy _leakage;
    private readonly bool _requireLabels;
    private readonly List<DataProblem> _dataProblems = [];
    private readonly List<string> _warnings = [];

    private PlanReader(BoundConfig bound, DataPreparation preparation, LeakagePolicy leakage, bool requireLabels) =>
        (_bound, _preparation, _leakage, _requireLabels) = (bound, preparation, leakage, requireLabels);

    private PredictionTask? Task => _bound.FindValue<PredictionTask>("task");

    /// <summary>Reads the plan of a config. A synthetic cohort that it names is made when it is not there.</summary>
    /// <param name="bound">The config; problems found here are added to its own.</param>
    /// <param name="preparation">Does the work with image files; null does it without showing progress.</param>
    /// <param name="openImages">Whether to read every image too, and to try the network on their shape.</param>
    /// <param name="leakage">Whether leakage is accepted; null refuses it.</param>
    /// <param name="requireLabels">Whether an experiment without labels is a problem.</param>
    public static PlanReading Read(
        BoundConfig bound, DataPreparation? preparation = null, bool openImages = false, LeakagePolicy? leakage = null, bool requireLabels = true) =>
        new PlanReader(bound, preparation ?? new DataPreparation(null, CancellationToken.None), leakage ?? LeakagePolicy.Refuse, requireLabels).Read(openImages);

    private PlanReading Read(bool openImages)
    {
        var model = _bound.Find<ModelConfig>("model") is { } modelConfig ? FindModel(modelConfig) : null;
        if (_bound.Find<TrainingConfig>("training") is { } training) { TrainingCheck.Run(_bound, training, Task); }
        if (_bound.Find<PretrainingConfig>("pretraining") is { } pretraining) { PretrainingCheck.Run(_bound, pretraining); ReportWholeImages("pretraining"); }

        ExperimentTrials.Check(_bound, Task);
        PartsCheck.Run(_bound, Task);
        var pipeline = _bound.Find<IReadOnlyList<PreprocessingStep>>("preprocessing") is { } steps ? FindPipeline(steps) : null;
        var partProblems = _bound.Find<VolumeParts>("parts")?.Validate() ?? [];
        Add(partProblems);

        var cohort = _bound.Find<CohortConfig>("data") is { } data ? ReadCohort(data) : null;
        var split = cohort is not null && _bound.Find<SplitConfig>("split") is { } splitConfig ? DrawSplit(cohort, splitConfig) : null;
        if (cohort is not null && split is not null) { Audit(cohort, split); }
        var teachers = _bound.Find<DistillationConfig>("training.distillation") is { } distillation && cohort is not null && Task is { } task
            ? FindTeachers(distillation, task, cohort, split) : [];
        var further = _bound.Find<CohortConfig>("pretraining.data") is { } unlabelled ? ReadFurther(unlabelled) : null;
        if (cohort is not null && ObjectiveTable.Problem(_bound.Find<ObjectiveConfig>("training.objective"), cohort.LabelNames.Count) is { } problem)
        {
            _bound.Report("training.objective", "", problem, "");
        }

        if (cohort is not null) { JoinedInputCheck.Run(_bound, cohort); }

        if (cohort is not null && _bound.Find<BatchingConfig>("batching") is { } batching) { CheckBatching(batching, cohort); }

        if (_bound.Find<EvaluationConfig>("evaluation") is { } evaluation) { CheckEvaluation(evaluation, split); }

        if (openImages && cohort is not null && pipeline is not null && partProblems.Count == 0) { ReadImages(model, cohort, pipeline, split); }

        var problems = _bound.Problems;
        var plan = problems.Count + _dataProblems.Count == 0
            ? new ExperimentPlan(_bound.Require<ExperimentConfig>(), model!, pipeline!, cohort!, split!, _warnings, _leakage)
            {
                PretrainingCohort = further,
                Teachers = teachers,
            }
            : null;
        return new PlanReading(plan, problems, _dataProblems, _warnings);
    }

    private ModelRow? FindModel(ModelConfig config)
    {
        if (config.Pretrained is { } weights && WeightsSource.Find(weights, out var problem) is null)
        {
            _bound.Report("model.pretrained", weights, problem!, "");
        }

        var row = ModelTable.Rows.FirstOrDefault(candidate => candidate.Name == config.Name);
        if (row is null)
        {
            _bound.Report("model.name", config.Name, "unknown model", NearestName.Advice(config.Name, [.. ModelTable.Names]) + "; 'medtrain models list' shows them all");
        }
        else
        {
            BaselineCheck.Run(_bound, row, config, Task);
            TrainingCheck.Run(_bound, row);
        }

        return row;
    }

    private void CheckBatching(BatchingConfig config, Cohort cohort)
    {
        foreach (var label in config.UnknownLabels(cohort.LabelNames))
        {
            _bound.Report("batching.sampler.weighted.weights", label, "no label has this name", NearestName.Advice(label, [.. cohort.LabelNames]));
        }
    }

    private void CheckEvaluation(EvaluationConfig config, Split? split)
    {
        if (Task is not { } task) { return; }

        var taskName = ConfigNames.ToKey($"{task}");
        var known = TaskMetrics.Of(task).Select(metric => metric.Name).ToList();
        foreach (var name in (config.Metrics ?? []).Except(known))
        {
            _bound.Report("evaluation.metrics", name, $"no metric of a {taskName} task has this name", NearestName.Advice(name, known));
        }

        if (config.Stratified && task is (PredictionTask.Multilabel or PredictionTask.Regression))
        {
            _bound.Report("evaluation.stratified", "true", $"a {taskName} task gives a patient no single class", "set it to false");
        }

        var isPartEmpty = split?.Folds.Any(fold => fold.Validation.Count == 0 || fold.Test.Count == 0) ?? false;
        if (config.ThresholdRule != ThresholdRule.Fixed && isPartEmpty)
        {
            _bound.Report(
                "evaluation.threshold_rule",
                ConfigNames.ToKey($"{config.ThresholdRule}"),
                "thresholds are chosen on the validation part and judged on the test part, and one of them is empty",
                "set split.validation and split.test above 0, or threshold_rule: fixed");
        }
    }

    private List<TeacherRun> FindTeachers(DistillationConfig config, PredictionTask task, Cohort cohort, Split? split)
    {
        var steps = _bound.Find<IReadOnlyList<PreprocessingStep>>("preprocessing");
        var student = new TaughtLabels(task, cohort.LabelNames, steps, _bound.Find<ObjectiveConfig>("training.objective"));
        var teachers = new List<TeacherRun>();
        ReportWholeImages("training.distillation");
        foreach (var (index, folder) in config.Teachers.Index())
        {
            if (TeacherRun.Find(folder, student, out var problem) is not { } teacher)
            {
                _bound.Report($"training.distillation.teachers.{index}", folder, problem!, "give the folder of a complete run of 'medtrain fit'");
                continue;
            }

            teachers.Add(teacher);
            if (split is not null) { AuditTeacher(teacher, cohort, split); }
        }

        return teachers;
    }

    /// <summary>Pretraining and distillation work on whole images of one view.</summary>
    private void ReportWholeImages(string key)
    {
        var seesMore = _bound.Find<VolumeParts>("parts") is not null
            || _bound.Find<ModelConfig>("model") is { Context.Count: > 0 } || _bound.Find<CohortConfig>("data") is { Views.Count: > 0 };
        if (seesMore) { _bound.Report(key, "", "it works on whole images of one view without columns", "remove it, or parts, data.views and model.context"); }
    }

    private void AuditTeacher(TeacherRun teacher, Cohort cohort, Split split)
    {
        foreach (var taught in teacher.FilesByFold(split).GroupBy(pair => pair.File, pair => pair.Fold))
        {
            var findings = SplitAudit.OfPretrained(cohort, [.. taught], taught.Key, WeightsMetadata.SeenPatients(taught.Key));
            _dataProblems.AddRange(_leakage.Refused(findings, cohort.Source));
            _warnings.AddRange(findings.Where(finding => !finding.IsLeakage).Select(finding => finding.Message));
        }
    }

    /// <summary>The further images of the pretraining; their labels are not looked at.</summary>
    private Cohort? ReadFurther(CohortConfig config)
    {
        List<DataProblem> problems = [.. _preparation.CreateSynthetic(config)];
        var reading = ManifestReader.Read(config with { Labels = [], Classes = null, Positive = null }, LabelTask.Multilabel, requireLabels: false);
        problems.AddRange(reading.Problems.Where(problem => problem.Kind != DataProblemKind.Leakage));
        Add(problems.Select(problem => problem.ConfigKey is { } key ? problem with { ConfigKey = $"pretraining.{key}" } : problem));
        return reading.Cohort;
    }

    private PreprocessingPipeline? FindPipeline(IReadOnlyList<PreprocessingStep> steps)
    {
        var problems = PreprocessingPipeline.Validate(steps);
        Add(problems);
        return problems.Count == 0 ? new PreprocessingPipeline(steps) : null;
    }

    /// <summary>The cohort. Without a task its labels have no meaning, but a patient in two parts is still found.</summary>
    private Cohort? ReadCohort(CohortConfig config)
    {
        Add(_preparation.CreateSynthetic(config));
        var reading = ManifestReader.Read(config, LabelTaskOf(Task ?? PredictionTask.Multilabel), _requireLabels);
        var isDrawn = Task is not null && reading.Cohort is not null; // then drawing the split tells of shared patients
        Add(reading.Problems.Where(problem => problem.Kind == DataProblemKind.Leakage ? !isDrawn : Task is not null));
        _warnings.AddRange(reading.Warnings);
        return Task is null ? null : reading.Cohort;
    }

    private Split? DrawSplit(Cohort cohort, SplitConfig config)
    {
        try
        {
            var (split, warnings) = Split.Draw(cohort, config, _bound.FindValue<long>("seed") ?? 0, _leakage.Reason is not null);
            _warnings.AddRange(warnings);
            CheckParts(split, config);
            return split;
        }
        catch (CohortException exception)
        {
            Add(exception.Problems);
            return null;
        }
    }

    /// <summary>What can be audited without opening images. Without a test part, fit reports on the validation part and says so.</summary>
    private void Audit(Cohort cohort, Split split)
    {
        var config = _bound.Find<SplitConfig>("split")!;
        List<AuditFinding> findings = [.. SplitAudit.OfSplit(cohort, split, config), .. SplitAudit.Warnings(cohort, split)];
        if (_bound.Find<ModelConfig>("model") is { Pretrained: { } weights } && File.Exists(weights))
        {
            findings.AddRange(SplitAudit.OfPretrained(cohort, split.Folds, weights, WeightsMetadata.SeenPatients(weights)));
        }

        if (SplitAudit.MissingTest(split) is { } missing) { findings.Add(missing with { IsLeakage = false }); }

        _dataProblems.AddRange(_leakage.Refused(findings, cohort.Source));
        _warnings.AddRange(findings.Where(finding => !finding.IsLeakage).Select(finding => finding.Message));
    }

    private void ReadImages(ModelRow? model, Cohort cohort, PreprocessingPipeline pipeline, Split? split)
    {
        var findings = _preparation.ReadImages(
            _bound.Find<CohortConfig>("data")!, cohort, pipeline, _bound.Find<VolumeParts>("parts"), split, _leakage);
        Add(findings.Problems);
        _warnings.AddRange(findings.Warnings);
        if (findings.Shape is not null && model is not null)
        {
            var outputs = ObjectiveTable.Outputs(_bound.Find<ObjectiveConfig>("training.objective"), Task!.Value, cohort.LabelNames.Count);
            NetworkTrial.Run(_bound, model, _bound.Find<ModelConfig>("model")!, findings.Shape, outputs);
        }
    }

    /// <summary>Without training cases nothing is learned, without validation cases no best epoch is known; a test part may be missing.</summary>
    private void CheckParts(Split split, SplitConfig config)
    {
        foreach (var fold in split.Folds.Where(fold => fold.Train.Count == 0 || fold.Validation.Count == 0).Take(1))
        {
            var empty = fold.Train.Count == 0 ? "training" : "validation";
            _bound.Report(
                "split.validation", $"{config.Validation}", $"fold {fold.Number} has no {empty} cases",
                "give every part some patients: a share for validation above 0, and validation and test together below 1");
        }
    }

    /// <summary>A problem that belongs to a key is shown at the key's position, the others where the data says.</summary>
    private void Add(IEnumerable<DataProblem> problems)
    {
        foreach (var problem in problems)
        {
            if (problem is { Kind: DataProblemKind.Config, ConfigKey: { } key })
            {
                _bound.Report(key.Replace('[', '.').Replace("]", "", StringComparison.Ordinal), "", problem.Message, "");
            }
            else
            {
                _dataProblems.Add(problem);
            }
        }
    }

    private static LabelTask LabelTaskOf(PredictionTask task) => task switch
    {
        PredictionTask.Binary => LabelTask.Binary,
        PredictionTask.Multiclass => LabelTask.Multiclass,
        PredictionTask.Multilabel => LabelTask.Multilabel,
        _ => LabelTask.Regression,
    };
}

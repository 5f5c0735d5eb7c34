using MedTrain.Configuration;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;

namespace MedTrain.Runs;

/// <summary>The evaluation of a run whose networks are all trained.</summary>
internal static class RunEvaluation
{
    /// <summary>Evaluates the pooled test predictions (those of the validation part when there is no test part).</summary>
    public static (EvaluationReport Report, FoldPool Pool) Of(RunFolder folder, ExperimentConfig config)
    {
        var pool = PredictionTables.OfRun(folder, config.Task);
        var report = Evaluator.Evaluate(pool.Test ?? pool.Validation!, config.Evaluation, pool.Test is null ? null : pool.Validation);
        var notes = ReportNotes.Of(folder, isTested: pool.Test is not null, pool.Test is null ? null : pool.Note);
        return (report with { Notes = [.. notes, .. report.Notes] }, pool);
    }

    /// <summary>Writes <c>report.html</c> and <c>evaluation.json</c>.</summary>
    public static void Write(RunFolder folder, ExperimentConfig config, EvaluationReport report, FoldPool pool)
    {
        HtmlReport.Write(folder, config, pool.Test ?? pool.Validation!, report, pool.Test is null ? null : pool.Validation, []);
        RunFolder.Write(folder.Evaluation, report.ToJson());
    }
}

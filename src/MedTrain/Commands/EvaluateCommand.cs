using System.CommandLine;
using MedTrain.Evaluation;
using MedTrain.Presentation;

namespace MedTrain.Commands;

/// <summary><c>medtrain evaluate</c>: every metric with its interval, from a run or from any CSV file of scores.</summary>
internal static class EvaluateCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Compute every metric with its confidence interval from a run or a predictions file.";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "evaluate",
            Summary + " Patients are resampled, never single images. "
            + "The file may come from any tool: case_id,patient_id, and for each label y_<label> and p_<label>.",
            "medtrain evaluate runs/quickstart",
            "medtrain evaluate runs/quickstart --part val --replicates 2000",
            "medtrain evaluate runs/quickstart --threshold-rule youden --metrics roc_auc,sensitivity,specificity",
            "medtrain evaluate predictions.csv --level 0.9 --json",
            "medtrain evaluate scores.csv --task binary --case image --patient subject --truth disease --score probability");
        var source = new PredictionSource(command);
        var settings = new RecordOptions<EvaluationConfig>(command);
        var output = new OutputOptions(command);
        command.SetAction(parsed =>
        {
            var (table, config, validation) = source.Read(parsed, settings);
            ReportPrinter.Print(Evaluator.Evaluate(table, config, validation), output.WantsJson(parsed), parsed.InvocationConfiguration.Output);
            return ExitCodes.Done;
        });
        return command;
    }
}

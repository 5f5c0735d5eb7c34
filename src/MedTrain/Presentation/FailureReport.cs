using MedTrain.Configuration;
using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Pretrained;
using MedTrain.Learning.Training;
using MedTrain.Torch;
using MedTrain.Torch.Weights;

namespace MedTrain.Presentation;

/// <summary>Turns an exception that ended a command into words for its user and an exit code for scripts.</summary>
internal static class FailureReport
{
    /// <summary>
    /// Writes the message of <paramref name="exception"/>. Only an unexpected one shows where it came from, and only when <paramref
    /// name="verbose"/>.
    /// </summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Write(Exception exception, TextWriter error, bool verbose)
    {
        var code = ExitCodeOf(exception);
        if (code == ExitCodes.Cancelled)
        {
            error.WriteLine("Cancelled.");
        }
        else if (IsExpected(exception))
        {
            error.WriteLine(exception.Message);
        }
        else
        {
            error.WriteLine($"medtrain failed: {ChainOf(exception)}");
            const string Hint = "Run the same command with --verbose for details, and 'medtrain doctor' to check this machine.";
            error.WriteLine(verbose ? exception.ToString() : Hint);
        }

        return code;
    }

    private static int ExitCodeOf(Exception exception) => exception switch
    {
        OperationCanceledException => ExitCodes.Cancelled,
        PlanException plan => plan.ExitCode,
        ConfigException or UsageException or EvaluationException => ExitCodes.Usage,
        LeakageException => ExitCodes.Leakage,
        CohortException cohort when cohort.Problems.Any(problem => problem.Kind == DataProblemKind.Config) => ExitCodes.Usage,
        CohortException or UnreadableImageException or InvalidPredictionsException => ExitCodes.BadData,
        WeightsFileException or PretrainedException => ExitCodes.BadData,
        _ => ExitCodes.Failed,
    };

    // What the message alone explains; anything else is shown with its causes.
    private static bool IsExpected(Exception exception) => exception is
        PlanException or ConfigException or UsageException or EvaluationException
        or CohortException or UnreadableImageException or InvalidPredictionsException
        or CacheException or DecodeWorkerException or TorchFeatureMissingException or CheckpointException or TrainingException
        or WeightsFileException or PretrainedException;

    // Each cause in a line; what follows the first one (the places where a library was looked for, say) is for --verbose.
    private static string ChainOf(Exception exception)
    {
        var messages = new List<string>();
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            var line = cause.Message.Trim().Split('\n')[0].Trim();
            if (messages.Count == 0 || !messages[^1].Contains(line, StringComparison.Ordinal)) { messages.Add(line); }
        }

        return string.Join(" — because: ", messages);
    }
}

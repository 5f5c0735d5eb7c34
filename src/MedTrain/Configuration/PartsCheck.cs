using MedTrain.Data.Parts;
using MedTrain.Data.Preprocessing;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Fusion;

namespace MedTrain.Configuration;

/// <summary>Finds what the <c>parts:</c> and <c>fusion:</c> sections ask for that does not go with the rest.</summary>
internal static class PartsCheck
{
    /// <summary>Reports at the sections' keys.</summary>
    /// <param name="bound">The config.</param>
    /// <param name="task">The task; null when it could not be read.</param>
    public static void Run(BoundConfig bound, PredictionTask? task)
    {
        var hasParts = bound.Find<VolumeParts>("parts") is not null;
        if (hasParts && bound.Find<Learning.Training.TrainingConfig>("training") is { KeepBest.Count: > 0 })
        {
            bound.Report("training.keep_best", "", "only the best epoch's parts are joined to predictions of cases", "leave it out, or leave out parts");
        }

        if (bound.Find<VolumeParts>("parts") is SliceParts { Stack: > 1 and var stack }
            && bound.Find<IReadOnlyList<PreprocessingStep>>("preprocessing")?.OfType<Channels>().FirstOrDefault() is { } channels && channels.Count != stack)
        {
            bound.Report(
                "parts.slices.stack", $"{stack}", $"the step channels makes {channels.Count} channels of one slice, and {stack} stacked slices are {stack} channels",
                $"stack {channels.Count}, which are then normalised as channels says, or leave the step out");
        }

        if (bound.Find<FusionConfig>("fusion") is not { } fusion) { return; }

        if (!hasParts)
        {
            bound.Report("fusion", "", "there is nothing to join: networks see whole images", "give parts, or leave fusion out");
        }

        if (task is { } known && !PartFusion.RulesOf(known).Contains(fusion.Rule))
        {
            var rules = string.Join(" or ", PartFusion.RulesOf(known).Select(rule => ConfigNames.ToKey($"{rule}")));
            bound.Report("fusion.rule", ConfigNames.ToKey($"{fusion.Rule}"), $"it is not for {ConfigNames.ToKey($"{known}")} tasks", $"use {rules}");
        }
    }
}

using MedTrain.Data.Parts;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Fusion;

namespace MedTrain.Configuration;

/// <summary>Finds what the <c>fusion:</c> section asks for that does not go with the rest.</summary>
internal static class FusionCheck
{
    /// <summary>Reports at the section's keys.</summary>
    /// <param name="bound">The config.</param>
    /// <param name="task">The task; null when it could not be read.</param>
    public static void Run(BoundConfig bound, PredictionTask? task)
    {
        var hasParts = bound.Find<VolumeParts>("parts") is not null;
        if (hasParts && bound.Find<Learning.Training.TrainingConfig>("training") is { KeepBest.Count: > 0 })
        {
            bound.Report("training.keep_best", "", "only the best epoch's parts are joined to predictions of cases", "leave it out, or leave out parts");
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

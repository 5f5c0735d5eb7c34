using MedTrain.Data;
using MedTrain.Learning.Models;
using MedTrain.Learning.Pretraining;

namespace MedTrain.Configuration;

/// <summary>Finds what the <c>pretraining:</c> section asks for that does not exist.</summary>
internal static class PretrainingCheck
{
    /// <summary>Reports at the section's keys.</summary>
    public static void Run(BoundConfig bound, PretrainingConfig config)
    {
        TrainingCheck.CheckOptimizer(bound, "pretraining.optimizer", config.Optimizer);
        if (config.AutoencoderName is { } name && ModelTable.Rows.All(row => row.Name != name))
        {
            bound.Report("pretraining.method", name, "unknown model", NearestName.Advice(name, [.. ModelTable.Names]));
        }
    }
}

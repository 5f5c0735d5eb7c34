using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Fusion;
using Serilog;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>
/// Trains the network of one fold (or of one member of its ensemble) and writes its predictions. Where images are divided into parts, the
/// network sees the parts of all cases, or each position has a network of its own; their scores are then joined to those of the cases.
/// </summary>
internal sealed class FoldRun(
    ExperimentPlan plan, RunFolder folder, string planHash, SplitFold fold, NetworkPlace place, PreparedImages images, PretrainingRun? pretraining, Device device,
    ILogger log)
{
    private readonly FusionConfig fusion = plan.Config.Fusion ?? new FusionConfig();

    /// <summary>Which network it is.</summary>
    public NetworkPlace Place => place;

    /// <summary>True when the predictions of cases have been written.</summary>
    public bool IsDone => File.Exists(folder.Predictions(place, "val"));

    /// <summary>Trains what is not trained yet, and predicts the validation and test parts.</summary>
    /// <param name="display">Shows the progress.</param>
    /// <param name="watch">Told all finished epochs of a network after each one.</param>
    /// <param name="stop">Finishes the step, saves the state, and ends.</param>
    public void Train(FitDisplay display, Action<NetworkPlace, IReadOnlyList<Learning.Training.EpochResult>> watch, CancellationToken stop)
    {
        var networks = Networks();
        foreach (var network in networks.Where(network => !network.IsDone))
        {
            network.Train(display, epochs => watch(network.Place, epochs), stop);
        }

        if (images.PartNames.Count > 0) { Join(networks); }
    }

    private NetworkRun[] Networks() => images.PartNames.Count > 0 && fusion.Networks == PartNetworks.OnePerPart
        ? [.. images.PartNames.Select(part => Network(place with { Part = part }, images.View([part])))]
        : [Network(place, images.View(images.PartNames))];

    private NetworkRun Network(NetworkPlace at, SampleView view) =>
        new(plan, folder, planHash, fold, at, new SessionFactory(plan, fold, place.Member ?? 0, view, images.Has, device, log), pretraining, device, log);

    private void Join(NetworkRun[] networks)
    {
        PredictionTable Parts(string part) =>
            PredictionTable.Concat([.. networks.Select(network => PredictionCsv.Read(folder.PartPredictions(network.Place, part), plan.Config.Task))]);
        string[] Cases(IReadOnlyList<int> indices) => [.. indices.Where(images.Has).Select(index => plan.Cohort.Cases[index].CaseId)];

        var validation = Parts("val");
        var fitted = SubjectFusion.Fit(fusion, images.PartNames, validation, Cases(fold.Validation), plan.Config.Seed + (place.Member ?? 0));
        var joined = fitted.Join(validation, Cases(fold.Validation));
        (fitted with { Thresholds = FrozenThresholds.Of(FrozenThresholds.Choose(joined, plan.Config.Evaluation)) }).Write(folder.Network(place));
        if (fold.Test.Any(images.Has))
        {
            PredictionCsv.Write(folder.Predictions(place, "test"), fitted.Join(Parts("test"), Cases(fold.Test)));
        }

        PredictionCsv.Write(folder.Predictions(place, "val"), joined);
    }
}

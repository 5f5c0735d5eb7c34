using MedTrain.Learning.Models;
using MedTrain.Learning.Pretrained;
using MedTrain.Torch;
using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Commands.Models;

/// <summary>What <c>models weights verify</c> found out about a file.</summary>
/// <param name="Name">The name in the catalogue.</param>
/// <param name="IsGood">Whether it is as the catalogue says.</param>
/// <param name="Finding">What was found, or what is wrong and what to do.</param>
internal sealed record WeightsVerdict(string Name, bool IsGood, string Finding)
{
    /// <summary>Looks at an entry's file: checksum, content, and whether it fits its network.</summary>
    public static WeightsVerdict Of(WeightsCatalogue catalogue, CatalogueEntry entry)
    {
        if (catalogue.FileProblem(entry) is { } problem)
        {
            return new(entry.Name, false, problem);
        }

        using var scope = NewDisposeScope();
        try
        {
            return entry.Model is { } model ? new(entry.Name, true, Fit(catalogue, entry, model))
                : new(entry.Name, true, Content(catalogue, entry));
        }
        catch (Exception failure) when (failure is WeightsFileException or PretrainedException or ArgumentException)
        {
            return new(entry.Name, false, failure.Message.Split(" (Parameter")[0]);
        }
    }

    private static string Content(WeightsCatalogue catalogue, CatalogueEntry entry)
    {
        var file = WeightsFile.Load(catalogue.PathOf(entry));
        return $"{file.FormatName}, {file.Tensors.Count} tensors, {file.Tensors.Values.Sum(tensor => tensor.numel()):N0} numbers; "
            + $"for no network of the table";
    }

    private static string Fit(WeightsCatalogue catalogue, CatalogueEntry entry, string model)
    {
        var row = ModelTable.Find(model);
        var usual = row.InputFor(row.Dims.First());
        using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn();
        using var network = row.Build(new(row.Dims.First(), (int)usual[0], row.ReferenceOutputs));
        return $"fits {model}: {PretrainedWeights.Load(network, WeightsSource.Parse($"{entry.Name}@{catalogue.Folder}"))}";
    }
}

using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Learning.Pretrained;

/// <summary>
/// Loads weights that were trained elsewhere into a network, also when its head, its number of input channels or its image size differs.
/// </summary>
public static class PretrainedWeights
{
    /// <summary>Loads a file: safetensors, PyTorch or TorchSharp, in the naming of any row of <see cref="KeyNamingTable"/>.</summary>
    /// <param name="network">The network; its tensors are overwritten in place.</param>
    /// <param name="source">The file.</param>
    /// <param name="options">How.</param>
    /// <returns>What became of each tensor.</returns>
    /// <exception cref="PretrainedException">The file does not fit the network, or when not strict nothing in it does.</exception>
    /// <exception cref="WeightsFileException">The file is damaged or holds other things than weights.</exception>
    public static WeightsReport Load(Network network, WeightsSource source, PretrainedOptions? options = null)
    {
        options ??= new();
        using var scope = NewDisposeScope();
        var file = WeightsFile.Load(source.File, source.Part);
        var report = Load(network, file.Tensors, options with { Naming = source.Naming ?? options.Naming },
            $"The weights of {source.File}");
        return report with
        {
            Format = file.FormatName,
            Part = file.Metadata.GetValueOrDefault(WeightsFile.PartFact),
            Statistics = source.Statistics,
        };
    }

    /// <summary>Loads tensors by name. Nothing is changed when an exception is thrown.</summary>
    /// <param name="network">The network; its tensors are overwritten in place.</param>
    /// <param name="tensors">The weights, in any real type.</param>
    /// <param name="options">How.</param>
    /// <param name="origin">What to call the weights in messages.</param>
    /// <exception cref="PretrainedException">The weights do not fit the network, or when not strict none of them does.</exception>
    public static WeightsReport Load(
        Network network, IReadOnlyDictionary<string, Tensor> tensors, PretrainedOptions? options = null, string origin = "The weights")
    {
        options ??= new();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var match = KeyMatch.Best(network, tensors, options.Naming);
        if (options.AdoptOutputs)
        {
            AdoptOutputs(network, match);
        }

        var copies = new List<(Tensor To, Tensor From)>();
        var report = Compare(network, match, new TensorFit(network, options.Inflate), copies);
        var isWhole = report.IsComplete && !(options.WithHead && report.HeadSkipped.Count > 0);
        if (copies.Count == 0 || (options.Strict && !isWhole))
        {
            throw new PretrainedException(
                $"{origin} do not fit {network.GetName()}: {report.Refusal}. {Advice(report, options, network, copies.Count)}");
        }

        if (options.TransferredParameters is { } expected && expected != report.TransferredParameters)
        {
            throw new PretrainedException(
                $"{origin} fill {report.TransferredParameters} of the {report.AllParameters} parameters of {network.GetName()}, "
                + $"not {expected} as model.transferred_parameters says ({report}).");
        }

        copies.ForEach(copy => copy.To.copy_(copy.From));
        return report;
    }

    // The head's first axis counts outputs, in linear layers and in convolutions.
    private static void AdoptOutputs(Network network, KeyMatch match)
    {
        var key = network.Anatomy.Head + ".weight";
        if (network.Anatomy.Output != NetworkOutput.Reconstruction && match.Found.TryGetValue(key, out var weight)
            && ModuleTree.State(network).FirstOrDefault(entry => entry.Key == key).Value is { } own
            && weight.ndim == own.ndim && weight.ndim > 1 && weight.shape[0] != own.shape[0])
        {
            network.ReplaceHead((int)weight.shape[0]);
            foreach (var tensor in network.Head.parameters().Concat(network.Head.buffers()))
            {
                tensor.DetachFromDisposeScope(); // it belongs to the network, not to the loading
            }
        }
    }

    private static WeightsReport Compare(Network network, KeyMatch match, TensorFit fit, List<(Tensor To, Tensor From)> copies)
    {
        var (matched, reshaped, head, initial) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        var (missing, misshapen, anatomy) = (new List<string>(), new List<string>(), network.Anatomy);
        var state = ModuleTree.State(network).ToList();
        foreach (var (key, to) in state)
        {
            var from = match.Found.GetValueOrDefault(key);
            var isHead = IsHead(key, anatomy);
            if (from is not null && from.shape.SequenceEqual(to.shape) && !from.is_complex())
            {
                matched.Add(key);
                copies.Add((to, from));
            }
            else if (isHead || (from is null && (KeyMatch.IsAuxiliary(key) || match.Naming.Lacks(key, anatomy))))
            {
                (isHead ? head : initial).Add(key);
            }
            else if (from is not null && !KeyMatch.IsDerived(key) && fit.Apply(key, from, to.shape) is { } fitted)
            {
                matched.Add(key);
                reshaped.Add($"{key}: {fitted.How}");
                copies.Add((to, fitted.Tensor));
            }
            else if (!KeyMatch.IsDerived(key))
            {
                (from is null ? missing : misshapen).Add(
                    from is null ? key : $"{key}: {Text(from)} in the file, {Text(to)} in the network");
            }
        }

        var filled = matched.ToHashSet();
        var left = match.Found.Keys.Except(state.Select(entry => entry.Key)).Where(key => !KeyMatch.IsDerived(key))
            .Order(StringComparer.Ordinal)
            .ToLookup(key => KeyMatch.IsAuxiliary(key) || IsHead(key, anatomy));
        return new(matched, reshaped, head, missing, [.. left[false]], misshapen)
        {
            Naming = match.Naming.Name,
            TransferredParameters = network.named_parameters().Where(entry => filled.Contains(entry.name)).Sum(entry => entry.parameter.numel()),
            AllParameters = network.parameters().Sum(parameter => parameter.numel()),
            Initial = initial,
            Unused = [.. match.Unused, .. left[true]],
        };
    }

    /// <summary>Whether a name belongs to the head, or to a head at the same place that is built otherwise.</summary>
    private static bool IsHead(string key, NetworkAnatomy anatomy)
    {
        if (anatomy.Output == NetworkOutput.Reconstruction)
        {
            return false;
        }

        var paths = anatomy.AuxiliaryHeads.Append(anatomy.Head);
        var parent = anatomy.Head.LastIndexOf('.') is > 0 and var dot ? anatomy.Head[..dot] : null;
        return paths.Any(path => key.StartsWith(path + ".", StringComparison.Ordinal))
            || (parent is not null && (key == parent + ".weight" || key == parent + ".bias"));
    }

    private static string Advice(WeightsReport report, PretrainedOptions options, Network network, int copied)
    {
        if (options.Inflate == Inflation.None && (int)network.Options.Dims == 3 && report.Misshapen.Count > 0 && report.Missing.Count == 0)
        {
            return "For 2D weights in a 3D network set model.inflate: centre (or average).";
        }

        if (options.WithHead && report.IsComplete)
        {
            return $"Build the network for the number of outputs that the weights have, not {network.Options.Outputs}.";
        }

        return "Use the network that the weights were made for" + (copied == 0 ? "." : ", or set strict: false to load what matches.");
    }

    private static string Text(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}

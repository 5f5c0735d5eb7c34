using System.Text.RegularExpressions;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Pretrained;

/// <summary>Which tensor of a file is which of a network's.</summary>
/// <param name="Naming">The naming under which they were found.</param>
/// <param name="Found">The file's tensors by the network's names; also those that the network does not have.</param>
/// <param name="Unused">Names of tensors that the naming says the network has no use for.</param>
internal sealed partial record KeyMatch(KeyNaming Naming, IReadOnlyDictionary<string, Tensor> Found, IReadOnlyList<string> Unused)
{
    /// <summary>Tries every naming (or the one that is asked for), each with the wrapper's prefix of either side, and takes the
    /// best.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tensors">The file's tensors.</param>
    /// <param name="naming">The naming that is asked for; null for any.</param>
    internal static KeyMatch Best(Network network, IReadOnlyDictionary<string, Tensor> tensors, KeyNaming? naming)
    {
        var wanted = ModuleTree.State(network).Select(entry => entry.Key).ToHashSet();
        var modern = Modernised(tensors);
        return (naming is null ? KeyNamingTable.Rows : [naming])
            .SelectMany(row => Prefixes(modern.Keys, wanted).Select(prefix => Under(row, prefix, modern, network.Anatomy)))
            .MaxBy(match => match.Found.Keys.Count(wanted.Contains))!;
    }

    /// <summary>True for the parts that some networks have in training only.</summary>
    internal static bool IsAuxiliary(string key) => Auxiliary().IsMatch(key);

    /// <summary>True for tensors that follow from the network's shape and are not learnt: files may have them or not.</summary>
    internal static bool IsDerived(string key) => Derived().IsMatch(key);

    private static Dictionary<string, Tensor> Modernised(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var result = new Dictionary<string, Tensor>();
        foreach (var (key, tensor) in tensors)
        {
            if (!result.TryAdd(KeyNamingTable.Modern(key), tensor))
            {
                throw new PretrainedException($"The weights have two tensors for {KeyNamingTable.Modern(key)}.");
            }
        }

        return result;
    }

    // A network inside another one: all names of one side begin alike ("densenet121."), the other side's do not.
    private static IEnumerable<(string Cut, string Put)> Prefixes(IReadOnlyCollection<string> given, HashSet<string> wanted)
    {
        yield return ("", "");
        var (fileHas, networkHas) = (Common(given), Common(wanted));
        if (fileHas.Length > 0 && fileHas != networkHas)
        {
            yield return (fileHas, "");
        }

        if (networkHas.Length > 0 && fileHas != networkHas)
        {
            yield return ("", networkHas);
        }
    }

    private static string Common(IReadOnlyCollection<string> keys)
    {
        var first = keys.FirstOrDefault() ?? "";
        var dot = first.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && keys.All(key => key.StartsWith(first[..(dot + 1)], StringComparison.Ordinal)) ? first[..(dot + 1)] : "";
    }

    private static KeyMatch Under(KeyNaming naming, (string Cut, string Put) prefix, Dictionary<string, Tensor> tensors,
        NetworkAnatomy anatomy)
    {
        var found = new Dictionary<string, Tensor>();
        var unused = new List<string>();
        foreach (var (key, tensor) in tensors)
        {
            var name = naming.Rename(prefix.Put + key[prefix.Cut.Length..], anatomy);
            if (name is null || !found.TryAdd(name, tensor))
            {
                unused.Add(key);
            }
        }

        return new KeyMatch(naming, found, unused);
    }

    [GeneratedRegex(@"^(?:aux\d?|AuxLogits|aux_classifier|aux_logits)\.")]
    private static partial Regex Auxiliary();

    [GeneratedRegex(@"(?:^|\.)(?:num_batches_tracked|relative_position_index|relative_coords_table|attn_mask|total_ops|total_params)$")]
    private static partial Regex Derived();
}

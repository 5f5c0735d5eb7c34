using System.Globalization;

namespace MedTrain.Torch.Weights.PyTorch;

/// <summary>The objects of a checkpoint, and which of them are the network's weights.</summary>
internal static class CheckpointTree
{
    private const int Deepest = 32;
    private const int LongestFact = 200;

    // Under these names training programs keep a network's weights beside other things; the first that is there is meant.
    private static readonly string[] UsualParts =
        ["state_dict", "model_state_dict", "model_state", "model", "weights", "network", "net", "module", "params", "params_ema",
            "state_dict_ema", "model_ema"];

    // What else holds tensors in a checkpoint.
    private static readonly string[] NoWeights = ["optim", "sched", "scaler", "amp", "rng", "loss", "metric", "history", "grad"];

    /// <summary>The tensors of the network by name, and the plain values beside them.</summary>
    /// <param name="root">What the pickle holds.</param>
    /// <param name="part">The part that is wanted; null for the one that holds the network's weights.</param>
    /// <exception cref="InvalidDataException">There are no tensors, or several parts that could be meant.</exception>
    internal static (Dictionary<string, PickleTensor> Tensors, Dictionary<string, string> Facts) Weights(object? root, string? part)
    {
        var facts = root is PickleDictionary plain ? Facts(plain) : [];
        var path = new List<string>();
        var chosen = part is null ? Descend(root, path) : Find(root, part, path);
        if (path.Count > 0)
        {
            facts[WeightsFile.PartFact] = string.Join('.', path);
        }

        var tensors = new Dictionary<string, PickleTensor>();
        Collect(chosen, "", tensors, new(ReferenceEqualityComparer.Instance), 0);
        return tensors.Count > 0 ? (tensors, facts) : throw new InvalidDataException("the file holds no tensors");
    }

    private static object? Descend(object? value, List<string> path)
    {
        while (value is PickleDictionary dictionary && !dictionary.Values.Any(item => item is PickleTensor) && path.Count < Deepest)
        {
            var parts = dictionary.Where(entry => entry.Key is string && HoldsTensors(entry.Value)).Select(entry => (string)entry.Key)
                .ToList();
            var usual = UsualParts.FirstOrDefault(parts.Contains);
            var candidates = parts.Where(name => !NoWeights.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
            var name = usual ?? (candidates.Count == 1 ? candidates[0] : null);
            if (name is null)
            {
                return candidates.Count == 0 ? value
                    : throw new InvalidDataException(
                        $"the file has several parts with tensors: {string.Join(", ", candidates)}. Choose one: FILE#{candidates[0]}");
            }

            path.Add(name);
            value = dictionary[name];
        }

        return value;
    }

    private static object? Find(object? value, string part, List<string> path)
    {
        foreach (var name in part.Split('.'))
        {
            var entries = value as PickleDictionary ?? [];
            object key = long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && !entries.ContainsKey(name)
                ? number : name;
            if (!entries.TryGetValue(key, out value))
            {
                throw new InvalidDataException($"the file has no part '{part}'; there is {string.Join(", ", entries.Keys.Take(20))}");
            }

            path.Add(name);
        }

        return value;
    }

    private static bool HoldsTensors(object? value) => HoldsTensors(value, new(ReferenceEqualityComparer.Instance), 0);

    private static bool HoldsTensors(object? value, HashSet<object> seen, int depth) => value switch
    {
        PickleTensor => true,
        PickleDictionary dictionary => depth < Deepest && seen.Add(dictionary)
            && dictionary.Values.Any(item => HoldsTensors(item, seen, depth + 1)),
        _ => false,
    };

    // Each dictionary is entered once, so that one that contains itself ends.
    private static void Collect(object? value, string name, Dictionary<string, PickleTensor> into, HashSet<object> seen, int depth)
    {
        switch (value)
        {
            case PickleTensor tensor:
                if (!into.TryAdd(name.Length == 0 ? "tensor" : name, tensor))
                {
                    throw new InvalidDataException($"'{name}' occurs twice");
                }

                break;
            case PickleDictionary dictionary when depth < Deepest && seen.Add(dictionary):
                foreach (var (key, item) in dictionary)
                {
                    Collect(item, Joined(name, key), into, seen, depth + 1);
                }

                break;
            case IReadOnlyList<object?> list when depth == 0 && list.All(item => item is PickleTensor):
                foreach (var (index, item) in list.Index())
                {
                    Collect(item, Joined(name, (long)index), into, seen, depth + 1);
                }

                break;
        }
    }

    private static string Joined(string name, object key)
    {
        var text = Convert.ToString(key, CultureInfo.InvariantCulture);
        return name.Length == 0 ? text! : $"{name}.{text}";
    }

    private static Dictionary<string, string> Facts(PickleDictionary root) => root
        .Where(entry => entry.Key is string && entry.Value is string or long or double or bool)
        .Select(entry => (Name: (string)entry.Key, Text: Convert.ToString(entry.Value, CultureInfo.InvariantCulture)!))
        .Where(fact => fact.Text.Length <= LongestFact)
        .ToDictionary(fact => fact.Name, fact => fact.Text);
}

using MedTrain.Learning.Layers;
using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Learning.Models;

/// <summary>Loads weights that were trained elsewhere into a network, also when its head or its number of input channels differs.</summary>
public static class PretrainedWeights
{
    /// <summary>Loads a safetensors file.</summary>
    /// <param name="network">The network; its tensors are overwritten in place.</param>
    /// <param name="path">The file. Names may be torchvision's, also of old DenseNet files, and may begin with <c>module.</c>.</param>
    /// <param name="strict">True: anything outside the head that does not match is an error.</param>
    /// <returns>What became of each tensor.</returns>
    /// <exception cref="InvalidDataException">The file does not fit the network, or with <paramref name="strict"/> false nothing in it does.</exception>
    public static WeightsReport Load(Network network, string path, bool strict = true)
    {
        using var scope = NewDisposeScope();
        return Load(network, Safetensors.Load(path).Tensors, strict, path);
    }

    /// <summary>Loads tensors by name. Nothing is changed when an exception is thrown.</summary>
    /// <param name="network">The network; its tensors are overwritten in place.</param>
    /// <param name="tensors">The weights, in any floating type.</param>
    /// <param name="strict">True: anything outside the head that does not match is an error.</param>
    /// <param name="origin">What to call the weights in messages.</param>
    /// <exception cref="InvalidDataException">The weights do not fit the network, or with <paramref name="strict"/> false none of them does.</exception>
    public static WeightsReport Load(Network network, IReadOnlyDictionary<string, Tensor> tensors, bool strict = true, string origin = "The weights")
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var given = tensors.ToDictionary(entry => WeightKeys.Canonical(entry.Key), entry => entry.Value);
        var copies = new List<(Tensor To, Tensor From)>();
        var report = Compare(network, given, copies);
        if (copies.Count == 0 || (strict && !report.IsComplete))
        {
            throw new InvalidDataException(
                $"{origin} does not fit {network.GetName()}: {report}. Use the network that the weights were made for"
                + (copies.Count == 0 ? "." : ", or set strict: false to load what matches."));
        }

        copies.ForEach(copy => copy.To.copy_(copy.From));
        return report;
    }

    private static WeightsReport Compare(Network network, Dictionary<string, Tensor> given, List<(Tensor To, Tensor From)> copies)
    {
        var report = (Matched: new List<string>(), Reshaped: new List<string>(), Head: new List<string>(), Missing: new List<string>(), Misshapen: new List<string>());
        var state = ModuleTree.State(network).ToList();
        foreach (var (key, to) in state)
        {
            var isHead = key.StartsWith(network.Anatomy.Head + ".", StringComparison.Ordinal);
            var from = given.GetValueOrDefault(key);
            if (from is not null && from.shape.SequenceEqual(to.shape))
            {
                report.Matched.Add(key);
                copies.Add((to, from));
            }
            else if (isHead)
            {
                report.Head.Add(key);
            }
            else if (from is not null && key == network.Anatomy.FirstLayer + ".weight" && DiffersInChannelsOnly(from, to))
            {
                report.Matched.Add(key);
                report.Reshaped.Add($"{key}: {from.shape[1]} to {to.shape[1]} channels");
                copies.Add((to, WithChannels(from, to.shape[1])));
            }
            else if (from is not null)
            {
                report.Misshapen.Add($"{key}: [{string.Join(", ", from.shape)}] in the file, [{string.Join(", ", to.shape)}] in the network");
            }
            else if (!key.EndsWith(".num_batches_tracked", StringComparison.Ordinal)) // files from before PyTorch 0.4.1 lack it
            {
                report.Missing.Add(key);
            }
        }

        var unexpected = given.Keys.Except(state.Select(entry => entry.Key)).Order(StringComparer.Ordinal).ToList();
        return new(report.Matched, report.Reshaped, report.Head, report.Missing, unexpected, report.Misshapen);
    }

    private static bool DiffersInChannelsOnly(Tensor from, Tensor to) =>
        from.shape.Length == to.shape.Length && from.shape.Index().All(side => side.Index == 1 || side.Item == to.shape[side.Index]);

    /// <summary>
    /// A first layer's weight <c>[outputs, channels, …]</c> for another number of channels: the mean over channels for one; for more, the
    /// channels in turn, scaled so that equal channels give the same response as before.
    /// </summary>
    private static Tensor WithChannels(Tensor weight, long channels)
    {
        if (channels == 1)
        {
            return weight.mean([1], keepdim: true);
        }

        var before = weight.shape[1];
        var turns = Enumerable.Range(0, (int)channels).Select(channel => weight.narrow(1, channel % before, 1));
        return cat(turns.ToArray(), 1) * ((double)before / channels);
    }
}

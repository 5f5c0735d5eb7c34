using System.Globalization;
using System.Text.RegularExpressions;
using MedTrain.Learning.Models;

namespace MedTrain.Learning.Training;

/// <summary>Recognises that memory ran out, and says what would fit.</summary>
internal static partial class OutOfMemory
{
    private const double Usable = 0.8; // of the memory; the rest is for what the estimate does not see
    private const double Gigabyte = 1e9;

    /// <summary>Whether an exception means that memory for tensors ran out.</summary>
    internal static bool Is(Exception failure) => failure is OutOfMemoryException || Message().IsMatch(failure.Message);

    /// <summary>The error with a batch size that would fit, estimated from the network's layers.</summary>
    /// <param name="failure">What libtorch said.</param>
    /// <param name="network">The network.</param>
    /// <param name="shape">Shape of one image, <c>[C, (D,) H, W]</c>.</param>
    /// <param name="config">The training settings.</param>
    internal static TrainingException Explain(Exception failure, Network network, IReadOnlyList<long> shape, TrainingConfig config)
    {
        var layers = LayerTable.Of(network, shape);
        var memory = Capacity(failure.Message) ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new TrainingException(Text(layers.MemoryAt, memory, config), failure);
    }

    /// <summary>The message.</summary>
    /// <param name="needs">What a training step in fp32 needs at least, by batch size.</param>
    /// <param name="memory">Bytes of the machine or card.</param>
    /// <param name="config">The training settings.</param>
    internal static string Text(Func<int, TrainingMemory> needs, long memory, TrainingConfig config)
    {
        // Half precision halves what the layers give, not weights and optimizer state.
        double Bytes(int batch, bool half) => needs(batch).Total - (half ? needs(batch).Activations / 2.0 : 0);
        int Largest(bool half) => Halves(config.BatchSize).FirstOrDefault(batch => Bytes(batch, half) <= Usable * memory);

        var isHalf = config.Precision != Precision.Fp32;
        var remedies = new List<string>();
        if (Largest(isHalf) is > 0 and var batch)
        {
            remedies.Add($"training.batch_size: {batch} with training.accumulate: {config.Accumulate * config.BatchSize / batch} (the same optimizer steps)");
        }

        if (!isHalf && Largest(half: true) is var halved && halved > Largest(half: false))
        {
            remedies.Add($"training.precision: bf16 with batch_size: {halved}");
        }

        var again = config.ActivationCheckpointing ? ""
            : " Networks with blocks need much less with training.activation_checkpointing: true.";
        var remedy = remedies.Count > 0 ? $"Would fit: {string.Join("; or ", remedies)}." : "Not even one image at a time fits.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Memory ran out with training.batch_size: {config.BatchSize}. A step needs at least {Bytes(config.BatchSize, isHalf) / Gigabyte:0.#} GB by the "
            + $"network's layers; {memory / Gigabyte:0.#} GB are there, for everything. {remedy}{again} Smaller images (preprocessing: resize, crop) need less too.");
    }

    // Below the batch size that did not fit.
    private static IEnumerable<int> Halves(int batch)
    {
        for (var half = batch / 2; half > 0; half /= 2)
        {
            yield return half;
        }
    }

    // CUDA's message names the card's memory.
    private static long? Capacity(string message) => TotalCapacity().Match(message) is { Success: true } match
        ? (long)(double.Parse(match.Groups["gib"].Value, CultureInfo.InvariantCulture) * (1L << 30))
        : null;

    [GeneratedRegex("out of memory|not enough memory|can't allocate memory|bad_alloc", RegexOptions.IgnoreCase)]
    private static partial Regex Message();

    [GeneratedRegex(@"(?<gib>[\d.]+) GiB total capacity|total capacity of (?<gib>[\d.]+) GiB")]
    private static partial Regex TotalCapacity();
}

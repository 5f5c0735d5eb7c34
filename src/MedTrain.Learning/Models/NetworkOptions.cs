using MedTrain.Learning.Layers;

namespace MedTrain.Learning.Models;

/// <summary>What every network of the table can be asked for.</summary>
/// <param name="Dims">Images or volumes.</param>
/// <param name="InputChannels">Channels of the input, e.g. 1 for radiographs and T1 volumes.</param>
/// <param name="Outputs">Width of the output: labels, classes or regressed values. Outputs are logits.</param>
/// <param name="Dropout">Probability with which a pooled feature is set to zero before the head in training; null leaves the reference's
/// own.</param>
public sealed record NetworkOptions(SpatialDims Dims, int InputChannels, int Outputs, double? Dropout = null)
{
    /// <summary>
    /// The sides of the images, <c>[(D,) H, W]</c>, for networks whose layers depend on them (position tables, linear layers over maps);
    /// null for the size in the network's row.
    /// </summary>
    public IReadOnlyList<long>? InputSize { get; init; }

    /// <summary>What is wrong with the options as a sentence, or null.</summary>
    public string? Problem() => this switch
    {
        { Dims: not (SpatialDims.Two or SpatialDims.Three) } => $"A network has 2 or 3 spatial dimensions, not {(int)Dims}.",
        { InputChannels: < 1 } => $"A network needs at least 1 input channel, not {InputChannels}.",
        { Outputs: < 1 } => $"A network needs at least 1 output, not {Outputs}.",
        { Dropout: < 0 or >= 1 or double.NaN } => $"Dropout is a probability from 0 to below 1, not {Dropout}.",
        { InputSize: { } size } when size.Count != (int)Dims || size.Any(side => side < 1) =>
            $"A network for {(int)Dims}D images needs {(int)Dims} sides of at least 1, not [{string.Join(", ", size)}].",
        _ => null,
    };

    /// <summary>Checks the size that a network is to be built for.</summary>
    /// <exception cref="ArgumentException">A side is no multiple of <paramref name="multipleOf"/>.</exception>
    public void RequireSides(string name, int multipleOf)
    {
        if (InputSize!.Any(side => side % multipleOf != 0))
        {
            var given = string.Join(", ", InputSize!);
            throw new ArgumentException(
                $"{name} needs images whose sides are multiples of {multipleOf}, not [{given}]. Resize, crop or pad the images.",
                    nameof(name));
        }
    }
}

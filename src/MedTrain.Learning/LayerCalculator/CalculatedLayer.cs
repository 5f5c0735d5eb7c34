using MedTrain.Learning.Models;

namespace MedTrain.Learning.LayerCalculator;

/// <summary>What a layer makes of its input, by formula.</summary>
/// <param name="Text">The layer as it was typed.</param>
/// <param name="Output">Shape of the output, channels first, without batch.</param>
/// <param name="Weights">Learnt numbers without biases.</param>
/// <param name="Biases">Learnt biases.</param>
/// <param name="Macs">Multiply-accumulate operations.</param>
/// <param name="View">What one output sees of the image; null when it sees all.</param>
public sealed record CalculatedLayer(string Text, IReadOnlyList<long> Output, long Weights, long Biases, long Macs, ReceptiveField? View)
{
    /// <summary>Numbers in the output.</summary>
    public long Values => Output.Aggregate(1L, (product, side) => product * side);

    /// <summary>Numbers that are learnt.</summary>
    public long Parameters => Weights + Biases;
}

namespace TorchSharp.Modules;

/// <summary>How a recurrent layer is built.</summary>
/// <param name="Inputs">The size of one position of the input.</param>
/// <param name="Hidden">The size of the state.</param>
/// <param name="Layers">How many layers lie above each other.</param>
/// <param name="Bias">Whether there are biases.</param>
/// <param name="BatchFirst">Whether sequences are [N, L, …] instead of [L, N, …].</param>
/// <param name="Dropout">The probability of dropout between layers, in training.</param>
/// <param name="Bidirectional">Whether the sequence is also read backwards.</param>
internal sealed record RecurrentSettings(
    long Inputs, long Hidden, long Layers, bool Bias, bool BatchFirst, double Dropout, bool Bidirectional)
{
    private const long MostLayers = 4096;

    /// <summary>1, or 2 when the sequence is also read backwards.</summary>
    internal long Directions => Bidirectional ? 2 : 1;

    /// <summary>The settings themselves.</summary>
    /// <exception cref="ArgumentException">They cannot work.</exception>
    internal RecurrentSettings Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Hidden);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Layers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Layers, MostLayers);
        return Dropout is >= 0 and <= 1 ? this
            : throw new ArgumentException($"The probability of dropout must be from 0 to 1, was {Dropout}.");
    }
}

namespace TorchSharp.Modules;

/// <summary>How a <see cref="MultiheadAttention"/> is built.</summary>
/// <param name="Size">The size E of a query and of the result.</param>
/// <param name="Heads">The number of heads.</param>
/// <param name="Dropout">The probability of dropout of the weights.</param>
/// <param name="Bias">Whether the projections have a bias.</param>
/// <param name="ExtraBias">Whether one learnt key and value are appended.</param>
/// <param name="ExtraZeros">Whether one key and value of zeros are appended.</param>
/// <param name="KeySize">The size of a key.</param>
/// <param name="ValueSize">The size of a value.</param>
/// <param name="BatchFirst">Whether sequences are [N, L, E] instead of [L, N, E].</param>
internal sealed record AttentionSettings(
    long Size, long Heads, double Dropout, bool Bias, bool ExtraBias, bool ExtraZeros, long KeySize, long ValueSize, bool BatchFirst)
{
    /// <summary>The size of one head.</summary>
    internal long HeadSize => Size / Heads;

    /// <summary>The settings themselves.</summary>
    /// <exception cref="ArgumentException">They cannot work.</exception>
    internal AttentionSettings Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Heads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(KeySize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ValueSize);
        if (Dropout is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"The probability of dropout must be from 0 to 1, was {Dropout}.");
        }

        return Size % Heads == 0 ? this : throw new ArgumentException($"{Heads} heads do not divide a size of {Size}.");
    }
}

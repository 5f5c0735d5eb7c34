using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>How a <see cref="TransformerEncoderLayer"/> is built.</summary>
/// <param name="Size">The size E of a position.</param>
/// <param name="Heads">The number of heads.</param>
/// <param name="HiddenSize">The size inside the feed-forward network.</param>
/// <param name="Dropout">The probability of dropout.</param>
/// <param name="Activation">The function inside the feed-forward network.</param>
/// <param name="BatchFirst">Whether sequences are [N, L, E] instead of [L, N, E].</param>
/// <param name="NormFirst">Whether each part is normalised before instead of after.</param>
internal sealed record EncoderLayerSettings(
    long Size, long Heads, long HiddenSize, double Dropout, nn.Activations Activation, bool BatchFirst, bool NormFirst);

namespace MedTrain.Learning.Models;

/// <summary>What became of each tensor when a weights file was loaded. All names are the network's.</summary>
/// <param name="Matched">Tensors that were copied, the reshaped ones included.</param>
/// <param name="Reshaped">Tensors of the first layer that were adapted to another number of input channels.</param>
/// <param name="HeadSkipped">Tensors of the head that stay freshly initialised: the file's have another size or are not there.</param>
/// <param name="Missing">Tensors outside the head that the file does not have.</param>
/// <param name="Unexpected">Tensors of the file that the network does not have.</param>
/// <param name="Misshapen">Tensors outside the head whose shape differs, with both shapes.</param>
public sealed record WeightsReport(
    IReadOnlyList<string> Matched,
    IReadOnlyList<string> Reshaped,
    IReadOnlyList<string> HeadSkipped,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unexpected,
    IReadOnlyList<string> Misshapen)
{
    /// <summary>True when everything outside the head was loaded and nothing was left over.</summary>
    public bool IsComplete => Missing.Count + Unexpected.Count + Misshapen.Count == 0;

    /// <summary>The counts in one line, with the first few names of what did not match.</summary>
    public override string ToString()
    {
        (string What, IReadOnlyList<string> Keys, bool Named)[] parts =
        [
            ("matched", Matched, false),
            ("adapted to the input channels", Reshaped, true),
            ("of the head left as initialised", HeadSkipped, false),
            ("missing", Missing, true),
            ("unexpected", Unexpected, true),
            ("of another shape", Misshapen, true),
        ];
        return string.Join(", ", parts.Where(part => part.Keys.Count > 0).Select(part => $"{part.Keys.Count} {part.What}{(part.Named ? Some(part.Keys) : "")}"));
    }

    private static string Some(IReadOnlyList<string> keys) => $" ({string.Join(", ", keys.Take(3))}{(keys.Count > 3 ? ", …" : "")})";
}

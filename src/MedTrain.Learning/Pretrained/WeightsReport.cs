using MedTrain.Learning.Models;

namespace MedTrain.Learning.Pretrained;

/// <summary>What became of each tensor when a weights file was loaded. All names are the network's.</summary>
/// <param name="Matched">Tensors that were copied, the reshaped ones included.</param>
/// <param name="Reshaped">Tensors that were adapted (input channels, slices, positions), with how.</param>
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
    /// <summary>The naming under which the tensors were found, a name of <see cref="KeyNamingTable"/>.</summary>
    public string Naming { get; init; } = "";

    /// <summary>Tensors outside the head that files of this kind do not have, such as auxiliary heads: they stay as initialised.</summary>
    public IReadOnlyList<string> Initial { get; init; } = [];

    /// <summary>Tensors of the file that are not needed: another head, auxiliary heads, a decoder.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];

    /// <summary>Numbers of the network's parameters that come from the file.</summary>
    public long TransferredParameters { get; init; }

    /// <summary>Numbers that the network's parameters hold.</summary>
    public long AllParameters { get; init; }

    /// <summary>The file's format.</summary>
    public string? Format { get; init; }

    /// <summary>The part of a checkpoint that was taken.</summary>
    public string? Part { get; init; }

    /// <summary>What the weights expect of images, when the catalogue says so.</summary>
    public ChannelStatistics? Statistics { get; init; }

    /// <summary>True when everything outside the head was loaded and nothing was left over.</summary>
    public bool IsComplete => Missing.Count + Unexpected.Count + Misshapen.Count == 0;

    /// <summary>The counts in one line, with the first few names of what did not match.</summary>
    public override string ToString() => Describe($"; {TransferredParameters} of {AllParameters} parameters transferred");

    /// <summary>The same of weights that were refused, so that nothing was transferred.</summary>
    internal string Refusal => Describe("");

    private string Describe(string transferred)
    {
        (string What, IReadOnlyList<string> Keys, bool Named)[] parts =
        [
            ("matched", Matched, false),
            ("reshaped", Reshaped, true),
            ("of the head left as initialised", HeadSkipped, false),
            ("others left as initialised", Initial, true),
            ("of the file not needed", Unused, true),
            ("missing", Missing, true),
            ("unexpected", Unexpected, true),
            ("of another shape", Misshapen, true),
        ];
        var counts = string.Join(
            ", ", parts.Where(part => part.Keys.Count > 0)
                .Select(part => $"{part.Keys.Count} {part.What}{(part.Named ? Some(part.Keys) : "")}"));
        var how = new[] { Part is null ? null : $"part {Part}", Naming is "" or "same" ? null : $"naming {Naming}", Expected() }
            .OfType<string>().ToList();
        return how.Count == 0 ? counts + transferred : $"{counts}{transferred}; {string.Join(", ", how)}";
    }

    private string? Expected() => Statistics is null ? null
        : $"the weights expect pixel values of mean ({string.Join(", ", Statistics.Mean)}) and standard deviation "
            + $"({string.Join(", ", Statistics.Std)})";

    private static string Some(IReadOnlyList<string> keys) => $" ({string.Join(", ", keys.Take(3))}{(keys.Count > 3 ? ", …" : "")})";
}

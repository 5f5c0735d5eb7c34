namespace MedTrain.Data.Imaging;

/// <summary>One kind of image file: how it is recognised and who reads it.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Extensions">With the dot, lower case; the longest that fits counts.</param>
/// <param name="Recognises">True for the first bytes of such a file.</param>
/// <param name="NeedsWorker">True when native code decodes it, which must not run in the main process.</param>
/// <param name="Read">Reads a file in this process.</param>
internal sealed record ImageFormat(
    string Name, IReadOnlyList<string> Extensions, ImageFormat.Signature Recognises, bool NeedsWorker,
    Func<string, ReadOptions, Volume> Read)
{
    /// <summary>Looks at the first <see cref="ImageFormatTable.SignatureBytes"/> bytes of a file, or fewer if it is shorter.</summary>
    internal delegate bool Signature(ReadOnlySpan<byte> start);

    /// <summary>The length of the extension by which the name claims to be this format; 0 when it does not.</summary>
    public int ClaimedBy(string path) =>
        Extensions.Where(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)).Select(e => e.Length).DefaultIfEmpty(0).Max();
}

namespace MedTrain.Data.Imaging;

/// <summary>Says in words what a file that is no image seems to be, without quoting it.</summary>
internal static class ContentKind
{
    /// <summary>Judges by the first bytes.</summary>
    public static string Of(ReadOnlySpan<byte> start) => start switch
    {
        [] => "the file is empty",
        [0x1f, 0x8b, ..] => "its content is gzip-compressed",
        [(byte)'P', (byte)'K', ..] => "its content is a ZIP archive",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "its content is a PDF document",
        _ when LooksLikeText(start) => "its content is text",
        _ => "its content has no known image signature",
    };

    private static bool LooksLikeText(ReadOnlySpan<byte> start)
    {
        int odd = 0;
        foreach (byte b in start)
        {
            odd += b is < 9 or (> 13 and < 32) or 127 ? 1 : 0;
        }
        return odd == 0;
    }
}

namespace MedTrain.Data.Imaging;

/// <summary>A file or folder that cannot be read as an image: missing, damaged, of the wrong kind, or its decoder died.</summary>
public sealed class UnreadableImageException : Exception
{
    /// <summary>Says which path and why.</summary>
    /// <param name="path">The path as the caller gave it.</param>
    /// <param name="reason">Why it cannot be read, with the remedy where there is one; no patient data.</param>
    /// <param name="inner">The cause, if any.</param>
    public UnreadableImageException(string path, string reason, Exception? inner = null)
        : base($"{path}: {reason}", inner)
    {
        Path = path;
        Reason = reason;
    }

    /// <summary>The path as the caller gave it.</summary>
    public string Path { get; }

    /// <summary>Why it cannot be read, with the remedy where there is one.</summary>
    public string Reason { get; }
}

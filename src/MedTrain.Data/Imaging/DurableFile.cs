namespace MedTrain.Data.Imaging;

/// <summary>Files that are either whole or absent: written under a temporary name, flushed to disk, then renamed.</summary>
public static class DurableFile
{
    /// <summary>Creates or replaces <paramref name="path"/> with what <paramref name="write"/> writes.</summary>
    /// <param name="path">The final name; its folder must exist.</param>
    /// <param name="write">Writes the content. If it throws, nothing is left behind.</param>
    public static void Write(string path, Action<Stream> write) => Replace(path, temporary =>
    {
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
        write(stream);
        stream.Flush(flushToDisk: true);
    });

    /// <summary>As <see cref="Write"/>, for writers that want a file name instead of a stream.</summary>
    /// <param name="path">The final name; its folder must exist.</param>
    /// <param name="writeFile">Writes (and flushes) the file whose name it is given.</param>
    public static void Replace(string path, Action<string> writeFile)
    {
        string temporary = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            writeFile(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}

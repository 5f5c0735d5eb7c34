using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace MedTrain.Data.Cache;

/// <summary>
/// Remembers the content hash of files by (path, size, time of change), so that unchanged files are not read again. Holds hashes of
/// paths, never paths. Losing the file costs time only.
/// </summary>
/// <remarks>
/// The file is a log of lines <c>key hash check</c> that several processes may append to; a line that is cut or mixed fails its check and
/// is passed over.
/// </remarks>
internal sealed class HashMemo
{
    private const string FileName = "content-hashes.log";

    /// <summary>A file that changed this short ago may change again within the same time stamp, so it is not remembered.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly string path;
    private readonly ConcurrentDictionary<ContentKey, ContentKey> hashOfFile = new();
    private readonly ConcurrentQueue<string> added = new();

    private HashMemo(string path) => this.path = path;

    /// <summary>Opens the memo of a cache folder.</summary>
    public static HashMemo Open(string cacheFolder)
    {
        var memo = new HashMemo(Path.Combine(cacheFolder, FileName));
        if (File.Exists(memo.path))
        {
            foreach (var line in File.ReadLines(memo.path))
            {
                memo.AddLine(line);
            }
        }
        return memo;
    }

    /// <summary>The remembered hash of a file, or null.</summary>
    public ContentKey? Find(FileInfo file) => hashOfFile.TryGetValue(KeyOf(file), out var hash) ? hash : null;

    /// <summary>Remembers the hash of a file that was just read.</summary>
    /// <param name="file">Its size and time from before it was read.</param>
    /// <param name="hash">Its hash.</param>
    public void Add(FileInfo file, ContentKey hash)
    {
        var key = KeyOf(file);
        if (DateTime.UtcNow - file.LastWriteTimeUtc > Settling && hashOfFile.TryAdd(key, hash))
        {
            added.Enqueue($"{key} {hash} {CheckOf($"{key} {hash}")}");
        }
    }

    /// <summary>Appends what was added since it was opened. A full disk is not reported here: writing the images will.</summary>
    public void Save()
    {
        if (added.IsEmpty)
        {
            return;
        }
        var text = "\n" + string.Join('\n', added) + "\n";
        try
        {
            using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(Encoding.ASCII.GetBytes(text));
            added.Clear();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The memo saves time only.
        }
    }

    private void AddLine(string line)
    {
        var fields = line.Split(' ');
        if (fields is [{ Length: 64 } key, { Length: 64 } hash, var check] && check == CheckOf($"{key} {hash}"))
        {
            hashOfFile[ContentKey.From(Convert.FromHexString(key))] = ContentKey.From(Convert.FromHexString(hash));
        }
    }

    private static ContentKey KeyOf(FileInfo file) =>
        ContentKey.From(SHA256.HashData(Encoding.UTF8.GetBytes($"{file.FullName}\0{file.Length}\0{file.LastWriteTimeUtc.Ticks}")));

    private static string CheckOf(string text) => ((uint)StableHash.Of(text)).ToString("x8");
}

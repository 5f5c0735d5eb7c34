namespace MedTrain.Data.Cache;

/// <summary>
/// Held while images of one recipe are made, so that processes started together do not all make the same ones. It ends with the
/// process that holds it, however that ends.
/// </summary>
internal sealed class BuildLock : IDisposable
{
    /// <summary>Name of the lock's file.</summary>
    public const string FileName = "build.lock";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream stream;

    private BuildLock(FileStream stream) => this.stream = stream;

    /// <summary>Waits until no other process holds the lock.</summary>
    /// <param name="folder">The recipe's folder.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static BuildLock Acquire(string folder, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryAcquire(folder) is { } held)
            {
                return held;
            }
            cancellation.WaitHandle.WaitOne(Pause);
        }
    }

    /// <summary>The lock, or null while another process holds it.</summary>
    /// <param name="folder">The recipe's folder.</param>
    public static BuildLock? TryAcquire(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new BuildLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}

namespace MedTrain.Data.Cache;

/// <summary>
/// Held while images of one recipe are made, so that processes started together do not all make the same ones. It ends with the
/// process that holds it, however that ends.
/// </summary>
internal sealed class BuildLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream stream;

    private BuildLock(FileStream stream) => this.stream = stream;

    /// <summary>Waits until no other process holds the lock.</summary>
    /// <param name="folder">The recipe's folder.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static BuildLock Acquire(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "build.lock");
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new BuildLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                cancellation.WaitHandle.WaitOne(Pause);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}

namespace MedTrain.Learning.Training;

/// <summary>Writes files beside the training, one after the other; after a failure none of the following.</summary>
internal sealed class BackgroundWriter
{
    private const int MostWaiting = 2; // each holds a copy of what it writes

    private readonly Queue<(string Path, Task Task)> tasks = [];

    /// <summary>Writes when everything before is written. Waits when too much waits already.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes it from a copy.</param>
    /// <param name="copy">Freed afterwards, written or not.</param>
    /// <exception cref="CheckpointException">An earlier file could not be written.</exception>
    public void Enqueue(string path, Action write, IDisposable copy)
    {
        var last = tasks.LastOrDefault().Task ?? Task.CompletedTask;
        tasks.Enqueue((path, Task.Run(async () =>
        {
            using (copy)
            {
                await last.ConfigureAwait(false);
                write();
            }
        })));
        WaitFor(MostWaiting);
    }

    /// <summary>Waits until one file is written, with those before it; what was saved after it may still be on the way.</summary>
    /// <param name="path">The file; one that is not on the way is not waited for.</param>
    /// <exception cref="CheckpointException">A file could not be written.</exception>
    public void Finish(string path)
    {
        var place = tasks.ToList().FindLastIndex(entry => entry.Path == path);
        WaitFor(tasks.Count - place - 1);
    }

    /// <summary>Waits until everything is written.</summary>
    /// <exception cref="CheckpointException">A file could not be written.</exception>
    public void Finish() => WaitFor(0);

    private void WaitFor(int left)
    {
        while (tasks.Count > left)
        {
            try
            {
                tasks.Dequeue().Task.GetAwaiter().GetResult();
            }
            catch
            {
                // Those behind it fail with it; nothing of them is on the disk.
                tasks.Clear();
                throw;
            }
        }
    }
}

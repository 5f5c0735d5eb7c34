namespace MedTrain.Learning.Training;

/// <summary>Writes files beside the training, one after the other; after a failure none of the following.</summary>
internal sealed class BackgroundWriter
{
    private const int MostWaiting = 2; // each holds a copy of what it writes

    private readonly Queue<Task> tasks = [];

    /// <summary>Writes when everything before is written. Waits when too much waits already.</summary>
    /// <param name="write">Writes one file from a copy.</param>
    /// <param name="copy">Freed afterwards, written or not.</param>
    /// <exception cref="CheckpointException">An earlier file could not be written.</exception>
    public void Enqueue(Action write, IDisposable copy)
    {
        var last = tasks.LastOrDefault() ?? Task.CompletedTask;
        tasks.Enqueue(Task.Run(async () =>
        {
            using (copy)
            {
                await last.ConfigureAwait(false);
                write();
            }
        }));
        WaitFor(MostWaiting);
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
                tasks.Dequeue().GetAwaiter().GetResult();
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

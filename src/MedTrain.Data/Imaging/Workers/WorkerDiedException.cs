namespace MedTrain.Data.Imaging.Workers;

/// <summary>
/// A worker ended during an exchange; the message says how, as the end of "cannot read this file because …".
/// Callers of <see cref="DecodeWorkers"/> meet it only as the inner exception of an <see cref="UnreadableImageException"/>.
/// </summary>
public sealed class WorkerDiedException : Exception
{
    /// <summary>Says how the worker ended.</summary>
    public WorkerDiedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

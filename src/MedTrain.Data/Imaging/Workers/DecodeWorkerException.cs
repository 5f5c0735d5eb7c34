namespace MedTrain.Data.Imaging.Workers;

/// <summary>Workers cannot do their job at all (they do not start, or a native library is missing): no file is to blame.</summary>
public sealed class DecodeWorkerException : InvalidOperationException
{
    /// <summary>Says what failed and what to do.</summary>
    public DecodeWorkerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

namespace MedTrain.Torch;

/// <summary>A region of this thread in which <c>nn.init</c> draws no random numbers.</summary>
internal sealed class UndrawnWeights : IDisposable
{
    [ThreadStatic]
    private static int regions;

    private bool isOver;

    internal UndrawnWeights() => regions++;

    /// <summary>Whether this thread is in such a region.</summary>
    internal static bool AreMeant => regions > 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isOver)
        {
            (isOver, regions) = (true, regions - 1);
        }
    }
}

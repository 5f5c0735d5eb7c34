namespace MedTrain.Torch.Weights;

/// <summary>A file holds no weights that can be read; the message names the file and what is wrong.</summary>
public sealed class WeightsFileException(string path, string problem, Exception? cause = null) : IOException($"{path}: {problem}", cause)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}

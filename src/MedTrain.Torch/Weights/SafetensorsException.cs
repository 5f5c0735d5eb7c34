namespace MedTrain.Torch.Weights;

/// <summary>A file is no valid safetensors file; the message names the file and what is wrong.</summary>
public sealed class SafetensorsException(string path, string problem) : IOException($"{path}: {problem}")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}

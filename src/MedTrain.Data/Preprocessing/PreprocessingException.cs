namespace MedTrain.Data.Preprocessing;

/// <summary>A preprocessing step does not fit an image.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class PreprocessingException(string message) : Exception(message);

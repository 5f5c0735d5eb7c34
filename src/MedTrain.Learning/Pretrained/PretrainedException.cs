namespace MedTrain.Learning.Pretrained;

/// <summary>Weights cannot be found, are not the ones that a catalogue means, or do not fit a network; the message says what to
/// do.</summary>
public sealed class PretrainedException(string message, Exception? cause = null) : Exception(message, cause);

namespace MedTrain.Learning.Training;

/// <summary>A checkpoint that cannot be used or written; the message says why and what to do.</summary>
public sealed class CheckpointException(string message) : Exception(message);

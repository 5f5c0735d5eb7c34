namespace MedTrain.Evaluation;

/// <summary>An evaluation was asked for in a way that does not fit the data; the message says what to change.</summary>
/// <param name="message">What was asked, why it does not fit, what to do.</param>
public sealed class EvaluationException(string message) : Exception(message);

namespace MedTrain;

/// <summary>
/// The command line asks for something that cannot be; the message says what was given, why that is wrong and what to do. Exit code 2.
/// </summary>
internal class UsageException(string message) : Exception(message);

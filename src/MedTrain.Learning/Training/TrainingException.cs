namespace MedTrain.Learning.Training;

/// <summary>Training cannot go on; the message says where, why and what to do.</summary>
public class TrainingException : Exception
{
    /// <summary>A reason in words.</summary>
    public TrainingException(string message)
        : base(message)
    {
    }

    /// <summary>A reason in words, with what caused it.</summary>
    public TrainingException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

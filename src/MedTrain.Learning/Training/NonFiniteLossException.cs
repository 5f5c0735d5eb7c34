namespace MedTrain.Learning.Training;

/// <summary>The loss became infinite or not a number.</summary>
public sealed class NonFiniteLossException : Exception
{
    /// <summary>Names where it happened and what to try.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batch">The batch in the epoch, from 1.</param>
    /// <param name="caseIds">The cases in the batch.</param>
    public NonFiniteLossException(double loss, int epoch, int batch, IEnumerable<string> caseIds)
        : base($"The loss is {loss} in epoch {epoch}, batch {batch} (cases {string.Join(", ", caseIds)}). " +
            "Look at these images' values after preprocessing; else lower training.optimizer.learning_rate, set training.clip_gradient_norm, or use precision: fp32.")
    {
    }
}

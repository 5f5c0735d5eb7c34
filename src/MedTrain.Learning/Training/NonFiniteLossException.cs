namespace MedTrain.Learning.Training;

/// <summary>The loss became infinite or not a number.</summary>
public sealed class NonFiniteLossException : TrainingException
{
    private const string Advice = "Lower training.optimizer.learning_rate, set training.clip_gradient_norm, or use precision: fp32.";

    /// <summary>Names where it happened and what to try.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batch">The batch in the epoch, from 1.</param>
    /// <param name="caseIds">The cases in the batch.</param>
    public NonFiniteLossException(double loss, int epoch, int batch, IEnumerable<string> caseIds)
        : base($"The loss is {loss} in epoch {epoch}, batch {batch} (cases {string.Join(", ", caseIds)}). "
            + "Look at these images' values after preprocessing; else lower training.optimizer.learning_rate, set "
            + "training.clip_gradient_norm, use precision: fp32, or leave such steps out with training.on_nonfinite: skip.")
    {
    }

    /// <summary>The scores of the validation part are not finite: the weights are lost.</summary>
    /// <param name="epoch">The epoch after which it was seen, from 1.</param>
    /// <param name="caseId">The first case with such a score.</param>
    public NonFiniteLossException(int epoch, string caseId)
        : base($"After epoch {epoch} the network's score for validation case {caseId} is not a finite number. "
            + Advice)
    {
    }

    /// <summary>The loss of the validation part is not finite: the weights are lost.</summary>
    /// <param name="epoch">The epoch after which it was seen, from 1.</param>
    /// <param name="loss">The mean loss over the known labels.</param>
    public NonFiniteLossException(int epoch, double loss)
        : base($"After epoch {epoch} the loss of the validation part is {loss}. {Advice}")
    {
    }
}

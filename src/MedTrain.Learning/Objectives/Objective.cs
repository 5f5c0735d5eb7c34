using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>
/// What a network is trained for: turns its raw outputs into a loss against labels, and into the scores that are written to the
/// predictions. Unknown labels are NaN and take no part in the loss.
/// </summary>
public abstract class Objective
{
    /// <summary>What was fitted to the training part, as metadata for a weights file.</summary>
    public virtual IReadOnlyDictionary<string, string> Facts { get; } = new Dictionary<string, string>();

    /// <summary>
    /// Summed loss over the known labels, and what it is to be divided by for the mean (their number, or the sum of their weights);
    /// both scalars on the outputs' device, in fp32.
    /// </summary>
    /// <param name="output">Raw network outputs <c>[N, outputs]</c>.</param>
    /// <param name="labels">Labels <c>[N, K]</c>, NaN where unknown.</param>
    public abstract (Tensor Sum, Tensor Known) Loss(Tensor output, Tensor labels);

    /// <summary>Scores <c>[N, K]</c> in fp32: probabilities, or values in the label's own unit for regression.</summary>
    /// <param name="output">Raw network outputs <c>[N, outputs]</c>.</param>
    public abstract Tensor Scores(Tensor output);
}

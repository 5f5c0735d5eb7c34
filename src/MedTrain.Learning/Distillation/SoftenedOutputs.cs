using MedTrain.Evaluation.Predictions;
using static TorchSharp.torch;

namespace MedTrain.Learning.Distillation;

/// <summary>Probabilities at a temperature, and how far a student's are from a teacher's.</summary>
internal static class SoftenedOutputs
{
    private const double Least = 1e-20; // its logarithm is finite in fp32

    /// <summary>Probabilities <c>[N, K]</c> of outputs divided by the temperature: of classes, or of each label alone.</summary>
    internal static Tensor Probabilities(PredictionTask task, Tensor output, double temperature)
    {
        var softened = output.to_type(ScalarType.Float32) / temperature;
        return task == PredictionTask.Multiclass ? nn.functional.softmax(softened, 1) : softened.sigmoid();
    }

    /// <summary>
    /// The Kullback-Leibler divergence of a student's softened probabilities from a teacher's times the squared temperature, which keeps its
    /// gradient as large as the labels': summed, and over how many cases (classes) or labels that is.
    /// </summary>
    /// <param name="task">Classes, or labels of their own.</param>
    /// <param name="truth">The teacher's probabilities <c>[N, K]</c>.</param>
    /// <param name="output">The student's raw outputs <c>[N, K]</c>.</param>
    /// <param name="temperature">The temperature of both.</param>
    internal static (Tensor Sum, double Count) Divergence(PredictionTask task, Tensor truth, Tensor output, double temperature)
    {
        var softened = output.to_type(ScalarType.Float32) / temperature;
        var (sum, count) = task == PredictionTask.Multiclass
            ? (Part(truth, nn.functional.log_softmax(softened, 1)).sum(), truth.shape[0])
            : ((Part(truth, nn.functional.logsigmoid(softened)) + Part(1 - truth, nn.functional.logsigmoid(-softened))).sum(), truth.numel());
        return (sum * (temperature * temperature), count);
    }

    private static Tensor Part(Tensor truth, Tensor logProbability) => truth * (truth.clamp_min(Least).log() - logProbability);
}

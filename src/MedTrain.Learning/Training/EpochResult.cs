namespace MedTrain.Learning.Training;

/// <summary>The figures of one finished epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainingLoss">Mean loss over the known training labels, as met while training.</param>
/// <param name="ValidationLoss">Mean loss over the known validation labels, after the epoch.</param>
/// <param name="ValidationAuc">Macro ROC AUC of the validation part; null when not computable or for regression.</param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="GradientNorm">L2 norm of the last step's gradient before clipping; null when clipping is off.</param>
/// <param name="Seconds">Wall time of training and validation.</param>
/// <param name="ImagesPerSecond">Training images per second.</param>
public sealed record EpochResult(
    int Epoch,
    double TrainingLoss,
    double ValidationLoss,
    double? ValidationAuc,
    double LearningRate,
    double? GradientNorm,
    double Seconds,
    double ImagesPerSecond);

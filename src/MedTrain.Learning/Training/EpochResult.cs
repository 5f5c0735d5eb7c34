using System.Text.Json.Serialization;

namespace MedTrain.Learning.Training;

/// <summary>The figures of one finished epoch.</summary>
public sealed record EpochResult
{
    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Mean loss over the known training labels, as met while training.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>The validation part under the trained weights.</summary>
    public required ValidationScores Validation { get; init; }

    /// <summary>The validation part under the averaged weights; null while there are none.</summary>
    public ValidationScores? Averaged { get; init; }

    /// <summary>The rate of the last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>L2 norm of the last step's gradient before clipping; null when it was not asked for.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>Steps left out because the loss was not finite.</summary>
    public int SkippedSteps { get; init; }

    /// <summary>Wall time of training and validation.</summary>
    public double Seconds { get; init; }

    /// <summary>Training images per second.</summary>
    public double ImagesPerSecond { get; init; }

    /// <summary>When the epoch was finished: seconds since 1970, UTC.</summary>
    public double Finished { get; init; }

    /// <summary>The scores of the weights that would be kept: the averaged ones where there are any.</summary>
    [JsonIgnore]
    public ValidationScores Kept => Averaged ?? Validation;
}

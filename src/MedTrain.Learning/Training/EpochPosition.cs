using System.Text.Json.Serialization;

namespace MedTrain.Learning.Training;

/// <summary>How far an epoch has come, always after a whole optimizer step, with what has been summed up until there.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Batches">Batches done.</param>
public sealed record EpochPosition(int Epoch, int Batches = 0)
{
    /// <summary>Summed training loss.</summary>
    public double LossSum { get; init; }

    /// <summary>Known labels that the sum is over.</summary>
    public double Known { get; init; }

    /// <summary>Images the network has seen in the epoch.</summary>
    public int Images { get; init; }

    /// <summary>Steps left out because the loss was not finite.</summary>
    public int Skipped { get; init; }

    /// <summary>L2 norm of the last step's gradient before clipping; null when it was not asked for.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>The rate of the last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>Wall time spent on the steps.</summary>
    public double Seconds { get; init; }

    /// <summary>Mean training loss until here; NaN before the first known label.</summary>
    [JsonIgnore]
    public double MeanLoss => Known > 0 ? LossSum / Known : double.NaN;

    /// <summary>Training images per second.</summary>
    [JsonIgnore]
    public double ImagesPerSecond => Seconds > 0 ? Images / Seconds : 0;
}

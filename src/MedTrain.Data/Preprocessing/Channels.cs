using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>
/// Copies the grey image into several channels and normalises each by a mean and deviation, for networks that were trained on colour
/// photographs. The last step: the cache keeps one channel, the copies are made when an image is read. Neighbouring slices that are the
/// channels already (2.5D) are not copied, only normalised.
/// </summary>
public sealed record Channels : PreprocessingStep
{
    private static readonly Dictionary<string, (double[] Mean, double[] Deviation)> Named = new(StringComparer.Ordinal)
    {
        // The statistics that torchvision's weights were trained with; for values 0 to 1.
        ["imagenet"] = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ["half"] = ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]),
        ["none"] = ([0, 0, 0], [1, 1, 1]),
    };

    /// <summary>Number of channels.</summary>
    [Description("number of channels")]
    [Range(1, 3)]
    public int Count { get; init; } = 3;

    /// <summary>Means and deviations by name.</summary>
    [Description("mean and deviation of each channel by name: imagenet (for values 0 to 1), half (0 to 1 becomes -1 to 1), none")]
    [RegularExpression("imagenet|half|none")]
    public string Normalize { get; init; } = "none";

    /// <inheritdoc/>
    public override Volume Apply(Volume volume) => volume.After($"channels: {Count}, {Normalize}", [.. volume.Voxels]);

    /// <summary>Turns the channels at the start of a sample into all of them.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="stacked">How many of its channels are filled: one, which is copied, or all.</param>
    public void Fill(Span<float> sample, int stacked = 1)
    {
        // A channel that is copied is read by all, so it is written last.
        var (mean, deviation) = Named[Normalize];
        var voxels = sample.Length / Count;
        for (var channel = Count - 1; channel >= 0; channel--)
        {
            var (scale, offset) = ((float)(1 / deviation[channel]), (float)(-mean[channel] / deviation[channel]));
            var target = sample.Slice(channel * voxels, voxels);
            var source = stacked == 1 ? sample[..voxels] : target;
            for (var index = 0; index < voxels; index++)
            {
                target[index] = (source[index] * scale) + offset;
            }
        }
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Inference;

/// <summary>
/// Views of each image whose scores are averaged (the <c>training.test_time</c> section). Ten-crop is <c>{crops: 0.875, flip: [x]}</c>.
/// </summary>
public sealed record TestTimeConfig
{
    /// <summary>Axes along which the image is also shown mirrored.</summary>
    [Description("Axes along which the image is also shown mirrored, in every combination: x, y, z. 2D images have no z.")]
    public IReadOnlyList<ImageAxis> Flip { get; init; } = [];

    /// <summary>Side of the crops at the corners and in the middle, as a share of the image's; null shows the whole image.</summary>
    [Description("Instead of the whole image, crops at its corners and in its middle with this share of its sides, enlarged to its size. "
        + "With flip: [x] that is ten-crop.")]
    [Range(0.1, 1.0)]
    public double? Crops { get; init; }
}

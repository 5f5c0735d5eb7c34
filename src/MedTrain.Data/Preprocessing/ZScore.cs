using System.ComponentModel;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Subtracts the image's own mean and divides by its standard deviation (of the voxels at hand, not n − 1).</summary>
public sealed record ZScore : PreprocessingStep
{
    /// <summary>Whether only voxels other than 0 count and change, as in skull-stripped images; 0 stays 0.</summary>
    [Description("only voxels other than 0 count and change (skull-stripped images)")]
    public bool Nonzero { get; init; }

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var counted = Nonzero ? Array.FindAll(volume.Voxels, value => value != 0) : volume.Voxels;
        double sum = 0;
        foreach (var value in counted)
        {
            sum += value;
        }
        var mean = sum / counted.Length;
        double squares = 0;
        foreach (var value in counted)
        {
            squares += (value - mean) * (value - mean);
        }
        var deviation = Math.Sqrt(squares / counted.Length);
        if (!(deviation > 0))
        {
            var which = Nonzero ? "voxels other than 0" : "voxels";
            throw new PreprocessingException($"all {which} are equal; an image without contrast has no z-score");
        }
        var scale = 1 / deviation;
        return volume.After(
            $"z_score: mean {AxisNumbers.Listed([mean])}, deviation {AxisNumbers.Listed([deviation])}",
            Array.ConvertAll(volume.Voxels, value => Nonzero && value == 0 ? 0 : (float)((value - mean) * scale)));
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;
using MedTrain.Data.Imaging;

namespace MedTrain.Learning.Batching;

/// <summary>
/// Rotates, scales, shears and moves the image in one linear interpolation; 2D images in their plane, volumes about and along all
/// axes. Beyond the edge the edge voxel counts.
/// </summary>
public sealed record RandomAffine : OccasionalAugmentation
{
    /// <summary>Largest rotation about an axis.</summary>
    [Description("Largest rotation about an axis, in degrees (2D images: in their plane).")]
    [Range(0.0, 180.0)]
    public double RotateDegrees { get; init; } = 10;

    /// <summary>Largest move along an axis, as a fraction of the image's size there.</summary>
    [Description("Largest move along an axis, as a fraction of the image's size there.")]
    [Range(0.0, 1.0)]
    public double Translate { get; init; } = 0.05;

    /// <summary>Largest relative change of size.</summary>
    [Description("Largest relative change of size: 0.1 makes the image 1/1.1 to 1.1 times as large.")]
    [Range(0.0, 4.0)]
    public double Scale { get; init; } = 0.1;

    /// <summary>Whether each axis is scaled by itself.</summary>
    [Description("Scale each axis by itself.")]
    public bool ScaleAxesApart { get; init; }

    /// <summary>Largest shear angle.</summary>
    [Description("Largest shear, in degrees.")]
    [Range(0.0, 60.0)]
    public double ShearDegrees { get; init; }

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var degrees = new Vector3(
            grid.IsPlane ? 0 : Either(RotateDegrees, ref random), grid.IsPlane ? 0 : Either(RotateDegrees, ref random), Either(RotateDegrees, ref random));
        var scale = DrawScale(grid, ref random);
        var shear = DrawShear(grid, ref random);
        var move = new Vector3(
            Either(Translate, ref random) * grid.Width,
            Either(Translate, ref random) * grid.Height,
            grid.IsPlane ? 0 : Either(Translate, ref random) * grid.Depth);
        // From the result back to the image: an image that grows is read in smaller steps.
        var linear = AffineWarp.Rotation(degrees) * shear * Matrix3.Diagonal(new(1 / scale.X, 1 / scale.Y, 1 / scale.Z));
        AffineWarp.Apply(sample, grid, AffineWarp.AboutCenter(grid, linear, move));
    }

    private Vector3 DrawScale(SampleGrid grid, ref CounterRandom random)
    {
        var x = Math.Pow(1 + Scale, Either(1, ref random));
        if (!ScaleAxesApart)
        {
            return new(x, x, grid.IsPlane ? 1 : x);
        }

        var y = Math.Pow(1 + Scale, Either(1, ref random));
        return new(x, y, grid.IsPlane ? 1 : Math.Pow(1 + Scale, Either(1, ref random)));
    }

    private Matrix3 DrawShear(SampleGrid grid, ref CounterRandom random)
    {
        double Slope(ref CounterRandom random) => Math.Tan(Either(ShearDegrees, ref random) * Math.PI / 180);
        var alongX = Slope(ref random);
        return grid.IsPlane
            ? new(new(1, 0, 0), new(alongX, 1, 0), new(0, 0, 1))
            : new(new(1, 0, 0), new(alongX, 1, 0), new(Slope(ref random), Slope(ref random), 1));
    }
}

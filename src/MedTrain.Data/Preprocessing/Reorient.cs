using System.ComponentModel;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>
/// Flips and exchanges the image's axes so that they run towards given sides of the patient. Voxel values are not interpolated; an
/// oblique image gets the nearest axes and stays oblique.
/// </summary>
public sealed record Reorient : PreprocessingStep
{
    private const string Sides = "LRPASI";

    /// <summary>Three letters: the side that x, y and z run towards. R or L (right, left), A or P (front, back), S or I (up, down).</summary>
    [Description("the side that x, y, z run towards: R or L, A or P, S or I, such as RAS (nibabel's canonical order) or LPS (DICOM's)")]
    public required string Axes { get; init; }

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var old = volume.Geometry;
        var codes = old.AxisCodes;
        var source = new int[3];
        var flipped = new bool[3];
        for (var axis = 0; axis < 3; axis++)
        {
            source[axis] = Array.FindIndex([0, 1, 2], candidate => Side(codes[candidate]) == Side(Axes[axis]));
            flipped[axis] = codes[source[axis]] != Axes[axis];
        }
        if (volume.Size.IsPlane && source[2] != 2)
        {
            throw new PreprocessingException($"this 2D image lies in the plane {codes[..2]}; {Axes} would turn it out of its plane");
        }
        return volume.After($"reorient: {codes} to {Axes}", Rearranged(volume, source, flipped), GeometryOf(old, source, flipped));
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems()
    {
        if (Axes.Length != 3 || !Axes.All(Sides.Contains) || Axes.Select(Side).Distinct().Count() != 3)
        {
            yield return ("axes", $"is '{Axes}'; give one of R L, one of A P and one of S I, such as RAS");
        }
    }

    private static int Side(char code) => Sides.IndexOf(code, StringComparison.Ordinal) / 2;

    private static float[] Rearranged(Volume volume, int[] source, bool[] flipped)
    {
        var old = volume.Size;
        int[] stride = [1, old.X, old.X * old.Y];
        var size = new GridSize(old[source[0]], old[source[1]], old[source[2]]);
        var step = new int[3];
        var start = 0;
        for (var axis = 0; axis < 3; axis++)
        {
            step[axis] = flipped[axis] ? -stride[source[axis]] : stride[source[axis]];
            start += flipped[axis] ? (size[axis] - 1) * stride[source[axis]] : 0;
        }
        var voxels = new float[size.Count];
        var index = 0;
        for (var z = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                var from = start + (z * step[2]) + (y * step[1]);
                for (var x = 0; x < size.X; x++, from += step[0])
                {
                    voxels[index++] = volume.Voxels[from];
                }
            }
        }
        return voxels;
    }

    private static Geometry GeometryOf(Geometry old, int[] source, bool[] flipped)
    {
        Vector3 Column(int axis) => flipped[axis] ? -old.Direction[source[axis]] : old.Direction[source[axis]];
        var corner = new double[3];
        for (var axis = 0; axis < 3; axis++)
        {
            corner[source[axis]] = flipped[axis] ? old.Size[source[axis]] - 1 : 0;
        }
        return new Geometry(
            new GridSize(old.Size[source[0]], old.Size[source[1]], old.Size[source[2]]),
            new Vector3(old.SpacingMm[source[0]], old.SpacingMm[source[1]], old.SpacingMm[source[2]]),
            old.ToWorld(new Vector3(corner[0], corner[1], corner[2])),
            new Matrix3(Column(0), Column(1), Column(2)));
    }
}

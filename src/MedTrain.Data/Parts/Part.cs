using MedTrain.Data.Imaging;

namespace MedTrain.Data.Parts;

/// <summary>
/// One part of an image: a box of voxels, or a stack of slices that becomes the channels of a 2D image. Where it reaches beyond the
/// image, the image's outermost voxels are repeated.
/// </summary>
/// <param name="Name">Its name, unique in the image, such as <c>z042</c> or <c>hippocampus_left</c>.</param>
/// <param name="First">Its first voxel along x, y, z; may lie outside the image.</param>
/// <param name="Size">Its voxels along x, y, z.</param>
/// <param name="StackAxis">The axis (0 x, 1 y, 2 z) whose slices become channels; null keeps the box as it is.</param>
public sealed record Part(string Name, (int X, int Y, int Z) First, GridSize Size, int? StackAxis = null)
{
    /// <summary>
    /// Shape of the part of an image of one channel: [D, H, W] of a box is [1, D, H, W], or [1, H, W] when it is one slice deep; K stacked
    /// slices across z are [K, H, W], across y [K, D, W], across x [K, D, H].
    /// </summary>
    public long[] Shape => StackAxis switch
    {
        0 => [Size.X, Size.Z, Size.Y],
        1 => [Size.Y, Size.Z, Size.X],
        2 => [Size.Z, Size.Y, Size.X],
        _ => Size.IsPlane ? [1, Size.Y, Size.X] : [1, Size.Z, Size.Y, Size.X],
    };

    /// <summary>How many slices are its channels; 1 for a box.</summary>
    public int Stacked => StackAxis is { } axis ? Size[axis] : 1;

    /// <summary>Cuts the part out of an image.</summary>
    /// <param name="volume">The image.</param>
    /// <returns>The part's voxels, row-major in the order of <see cref="Shape"/>.</returns>
    public float[] TakeFrom(Volume volume)
    {
        var voxels = new float[Size.Count];
        Take(volume.Size, (first, run) => volume.Voxels.AsSpan((int)first, run.Length).CopyTo(run), voxels);
        return voxels;
    }

    /// <summary>Cuts the part out of an image that is read run by run.</summary>
    /// <param name="image">Size of the image.</param>
    /// <param name="read">Reads voxels that lie behind each other, from an index in the image on.</param>
    /// <param name="target">Receives the part's voxels, in the order of <see cref="Shape"/>.</param>
    internal void Take(GridSize image, RunReader read, Span<float> target)
    {
        // The output's axes, outermost first; the stacked axis comes first of all.
        ReadOnlySpan<int> order = StackAxis switch { 0 => [0, 2, 1], 1 => [1, 2, 0], _ => [2, 1, 0] };
        Span<int> place = stackalloc int[3];
        var written = 0;
        for (var outer = 0; outer < Size[order[0]]; outer++)
        {
            place[order[0]] = outer;
            for (var middle = 0; middle < Size[order[1]]; middle++)
            {
                place[order[1]] = middle;
                place[order[2]] = 0;
                var run = target.Slice(written, Size[order[2]]);
                TakeRun(image, read, place, order[2], run);
                written += run.Length;
            }
        }
    }

    /// <summary>Voxels along one axis: in one go where they lie behind each other in memory, one by one otherwise.</summary>
    private void TakeRun(GridSize image, RunReader read, Span<int> place, int axis, Span<float> run)
    {
        if (axis == 0)
        {
            var inside = Math.Clamp(-First.X, 0, run.Length - 1);
            var count = Math.Clamp(image.X - First.X - inside, 1, run.Length - inside);
            place[0] = inside;
            read(IndexOf(image, place), run.Slice(inside, count));
            run[..inside].Fill(run[inside]);
            run[(inside + count)..].Fill(run[inside + count - 1]);
            return;
        }
        for (var step = 0; step < run.Length; step++)
        {
            place[axis] = step;
            read(IndexOf(image, place), run.Slice(step, 1));
        }
    }

    private long IndexOf(GridSize image, ReadOnlySpan<int> place)
    {
        long x = Math.Clamp(First.X + place[0], 0, image.X - 1);
        long y = Math.Clamp(First.Y + place[1], 0, image.Y - 1);
        long z = Math.Clamp(First.Z + place[2], 0, image.Z - 1);
        return (((z * image.Y) + y) * image.X) + x;
    }
}

/// <summary>Reads voxels that lie behind each other.</summary>
/// <param name="first">Index of the first one in the image.</param>
/// <param name="run">Receives the values.</param>
internal delegate void RunReader(long first, Span<float> run);

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>How the frames read from one file lie in space: as one plane, as a regular stack, or merely one after the other.</summary>
internal sealed class FrameStack
{
    private readonly DicomTags first;
    private readonly Vector3? stepMm;

    private FrameStack(DicomTags first, Vector3? stepMm, string? step, bool hasPosition)
    {
        this.first = first;
        this.stepMm = stepMm;
        Step = step;
        HasPosition = hasPosition;
    }

    /// <summary>The choice among several frames or volumes, as a named step; null when nothing was chosen.</summary>
    public string? Step { get; }

    /// <summary>True when the file gives the place in the patient.</summary>
    public bool HasPosition { get; }

    /// <summary>A single picture.</summary>
    public static FrameStack OfOne(DicomTags tags, string? step) => new(tags, null, step, SlicePlane.Of(tags) is not null);

    /// <summary>All frames of a file, or those of one of its volumes, sorted by position where they form a regular stack.</summary>
    /// <exception cref="InvalidDataException">A volume was asked for that does not exist.</exception>
    public static (FrameStack Stack, int[] Frames) OfFrames(DicomTags tags, ReadOptions options, List<string> warnings)
    {
        SlicePlane[]? planes = Planes(tags);
        if (planes is not null)
        {
            double[] order = [.. Enumerable.Range(0, tags.Frames).Select(f => tags.OfFrame(f).TemporalIndex ?? f)];
            try
            {
                var notes = new List<string>();
                SliceStack stack = SliceStack.Sort(planes, order, options.AllowUnevenSlices, notes);
                if (stack.Volumes.Count == 1 || options.VolumeIndex is not null)
                {
                    int[] frames = stack.Choose(options.VolumeIndex);
                    warnings.AddRange(notes);
                    string? step = stack.Volumes.Count > 1 ? $"volume {options.VolumeIndex} of {stack.Volumes.Count}" : null;
                    DicomTags first = tags.OfFrame(frames[0]) with { Position = AsArray(planes[frames[0]].Position) };
                    return (new FrameStack(first, stack.StepMm, step, hasPosition: true), frames);
                }
                warnings.Add($"the {tags.Frames} frames are {stack.Volumes.Count} volumes at the same positions, read one after the other");
            }
            catch (InvalidDataException e) when (options.VolumeIndex is null)
            {
                warnings.Add($"the frames form no regular stack ({e.Message})");
            }
        }
        if (options.VolumeIndex is not null and not 0)
        {
            throw new InvalidDataException("its frames form no volumes to choose from; choose a frame instead");
        }
        warnings.Add($"the {tags.Frames} frames are stacked in the order of the file; their distance along z is assumed");
        return (new FrameStack(tags.OfFrame(0), null, null, hasPosition: false), [.. Enumerable.Range(0, tags.Frames)]);
    }

    /// <summary>The grid in LPS mm.</summary>
    public Geometry Place(GridSize size, List<string> warnings)
    {
        Vector3 spacing = InPlaneSpacing.Of(first, warnings);
        return HasPosition && SlicePlane.Of(first) is SlicePlane plane
            ? Place(size, plane, spacing, stepMm)
            : Geometry.Unplaced(size, spacing);
    }

    /// <summary>A grid from its first slice's plane and the step to the next slice.</summary>
    public static Geometry Place(GridSize size, SlicePlane plane, Vector3 spacingMm, Vector3? stepMm)
    {
        Vector3 z = stepMm is Vector3 step && step.Length > 0 ? step : plane.Normal * spacingMm.Z;
        return new Geometry(
            size, spacingMm with { Z = z.Length }, plane.Position, new Matrix3(plane.Row, plane.Column, z.Normalized()));
    }

    private static SlicePlane[]? Planes(DicomTags tags)
    {
        if (tags.FrameGroups is not null)
        {
            SlicePlane?[] planes = [.. Enumerable.Range(0, tags.Frames).Select(f => SlicePlane.Of(tags.OfFrame(f)))];
            return planes.Any(p => p is null) ? null : [.. planes.Select(p => p!.Value)];
        }
        return tags.FrameOffsets?.Length == tags.Frames && SlicePlane.Of(tags) is SlicePlane first
            ? [.. tags.FrameOffsets.Select(o => first with { Position = first.Position + (first.Normal * o) })]
            : null;
    }

    private static double[] AsArray(Vector3 v) => [v.X, v.Y, v.Z];
}

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>
/// Reads one DICOM file: a picture, or the frames of a multi-frame file stacked along z. Every transfer syntax of the standard but
/// HTJ2K and video. Decodes natively: a program reads through <see cref="Workers.DecodeWorkers"/>.
/// </summary>
public static class DicomReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options"><see cref="ReadOptions.Frame"/> chooses a frame; else all are read.</param>
    /// <exception cref="UnreadableImageException">Damaged, truncated, no DICOM file, no image, or of a kind that is not read.</exception>
    public static Volume Read(string path, ReadOptions options)
    {
        try
        {
            using var file = new DicomFile(path, options.MaxVoxels);
            return Read(file, options);
        }
        catch (NoDicomImageException e)
        {
            throw new UnreadableImageException(path, e.Message, e);
        }
    }

    internal static Volume Read(DicomFile file, ReadOptions options)
    {
        DicomTags tags = file.Tags;
        var warnings = new List<string>();
        if (tags.IsMosaic && Mosaic.Of(tags) is Mosaic mosaic)
        {
            return mosaic.Read(file, options);
        }
        if (tags.IsMosaic)
        {
            warnings.Add("a Siemens mosaic whose private header is missing: the slices of a volume lie side by side in one picture");
        }
        (FrameStack stack, int[] frames) = ChooseFrames(file, options, warnings);
        var size = new GridSize(tags.Columns, tags.Rows, frames.Length);
        var voxels = GC.AllocateUninitializedArray<float>((int)size.Count);
        var reader = new DicomFrameReader(options);
        int plane = size.X * size.Y;
        for (int i = 0; i < frames.Length; i++)
        {
            reader.Read(file, frames[i], voxels.AsSpan(i * plane, plane));
        }
        string[] chosen = stack.Step is null ? [] : [stack.Step];
        Geometry geometry = stack.Place(size, warnings);
        return new Volume(voxels, geometry, Describe(tags, reader, "DICOM", stack.HasPosition), [.. chosen, .. reader.Steps], warnings);
    }

    internal static ImageHeader Describe(DicomTags tags, DicomFrameReader reader, string format, bool hasPosition, int files = 1) => new()
    {
        Format = format,
        DataType = tags.Samples == 1 ? tags.SampleType : $"{tags.SampleType} × {tags.Samples}",
        StoredShape = tags.Frames * files == 1 ? [tags.Columns, tags.Rows] : [tags.Columns, tags.Rows, tags.Frames * files],
        TransferSyntax = tags.TransferSyntax,
        Modality = tags.Modality,
        Photometric = tags.Photometric,
        HasPosition = hasPosition,
        StoredStatistics = reader.StoredStatistics,
        RescaledStatistics = reader.RescaledStatistics,
    };

    private static (FrameStack Stack, int[] Frames) ChooseFrames(DicomFile file, ReadOptions options, List<string> warnings)
    {
        DicomTags tags = file.Tags;
        if (options.Frame is int frame)
        {
            if (frame < 0 || frame >= tags.Frames)
            {
                throw new UnreadableImageException(file.Path, $"has no frame {frame}; it holds {tags.Frames}, numbered from 0");
            }
            string? step = tags.Frames > 1 ? $"frame {frame} of {tags.Frames}" : null;
            return (FrameStack.OfOne(tags.OfFrame(frame), step), [frame]);
        }
        if (tags.Frames == 1)
        {
            return (FrameStack.OfOne(tags.OfFrame(0), null), [0]);
        }
        try
        {
            return FrameStack.OfFrames(tags, options, warnings);
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableImageException(file.Path, e.Message, e);
        }
    }
}

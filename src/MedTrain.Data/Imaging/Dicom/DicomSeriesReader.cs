using MedTrain.Data.Privacy;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>
/// Reads a folder with the slices of one DICOM series as a volume, slices sorted by position along their normal. Never guesses:
/// several series, gaps, duplicates, mixed sizes or orientations are errors that name them. Decodes natively: a program reads
/// through <see cref="Workers.DecodeWorkers"/>.
/// </summary>
public static class DicomSeriesReader
{
    /// <summary>Reads a series.</summary>
    /// <param name="folder">Its files lie in the folder itself, not below it; files that are no DICOM images are ignored.</param>
    /// <param name="options">Which series and which of several volumes.</param>
    /// <exception cref="UnreadableImageException">No or several series, a damaged slice, or slices that form no volume.</exception>
    public static Volume Read(string folder, ReadOptions options)
    {
        var warnings = new List<string>();
        List<DicomFile> files = [];
        try
        {
            files = SeriesFiles.Open(folder, options, warnings);
            return files switch
            {
                [DicomFile only] => DicomReader.Read(only, options),
                _ when files.All(file => file.Tags.IsMosaic) => ReadMosaics(files, options),
                _ => ReadStack(files, options, warnings),
            };
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableImageException(folder, e.Message, e);
        }
        catch (UnreadableImageException e) when (e.Path != folder)
        {
            throw new UnreadableImageException(folder, $"{FoundPath.Masked(Path.GetFileName(e.Path))}: {e.Reason}", e);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    /// <summary>Each file is a volume; they follow each other in time.</summary>
    private static Volume ReadMosaics(List<DicomFile> files, ReadOptions options)
    {
        if (options.VolumeIndex is not int index || index < 0 || index >= files.Count)
        {
            throw new InvalidDataException(
                $"holds {files.Count} volumes (Siemens mosaics); choose one with a volume index from 0 to {files.Count - 1}");
        }
        DicomFile chosen = files.OrderBy(file => file.Tags.InstanceNumber ?? 0).ElementAt(index);
        Volume volume = DicomReader.Read(chosen, options);
        string[] steps = [$"volume {index} of {files.Count}", .. volume.Steps];
        return new Volume(volume.Voxels, volume.Geometry, volume.Header, steps, volume.Warnings);
    }

    private static Volume ReadStack(List<DicomFile> files, ReadOptions options, List<string> warnings)
    {
        DicomTags[] tags = [.. files.Select(file => file.Tags)];
        CheckAlike(tags);
        SlicePlane[] planes = [.. tags.Select(t => SlicePlane.Of(t.OfFrame(0)) ?? throw new InvalidDataException(
            "a slice has no (valid) ImagePositionPatient and ImageOrientationPatient, so the slices cannot be sorted; "
                + "give the files one by one"))];
        double[] order = [.. tags.Select(t => ((t.TemporalIndex ?? 0) * 1e6) + (t.InstanceNumber ?? 0))];
        SliceStack stack = SliceStack.Sort(planes, order, options.AllowUnevenSlices, warnings);
        int[] slices = stack.Choose(options.VolumeIndex);
        DicomTags first = tags[slices[0]];
        var size = new GridSize(first.Columns, first.Rows, slices.Length);
        if (size.Count > Math.Min(options.MaxVoxels, Array.MaxLength))
        {
            throw new InvalidDataException($"{size} voxels are more than the limit of {options.MaxVoxels}");
        }
        var voxels = new float[size.Count];
        var reader = new DicomFrameReader(options);
        int plane = size.X * size.Y;
        for (int i = 0; i < slices.Length; i++)
        {
            reader.Read(files[slices[i]], 0, voxels.AsSpan(i * plane, plane));
        }
        Geometry geometry = FrameStack.Place(size, planes[slices[0]], InPlaneSpacing.Of(first.OfFrame(0), warnings), stack.StepMm);
        string[] chosen = stack.Volumes.Count > 1 ? [$"volume {options.VolumeIndex} of {stack.Volumes.Count}"] : [];
        ImageHeader header = DicomReader.Describe(first, reader, "DICOM series", hasPosition: true, files.Count);
        return new Volume(voxels, geometry, header, [.. chosen, $"{slices.Length} slices sorted by position", .. reader.Steps], warnings);
    }

    private static void CheckAlike(DicomTags[] tags)
    {
        if (tags.Any(t => t.Frames > 1))
        {
            throw new InvalidDataException("holds several multi-frame files; give them one by one");
        }
        if (tags.Any(t => t.IsMosaic))
        {
            throw new InvalidDataException("mixes Siemens mosaics with other pictures; remove or separate them");
        }
        RefuseMixture(tags, "sizes", t => $"{t.Columns}x{t.Rows}");
        RefuseMixture(tags, "numbers of samples per pixel", t => $"{t.Samples}");
        RefuseMixture(tags, "pixel spacings", t => t.OfFrame(0).PixelSpacing is double[] s ? $"{s[1]:0.####}x{s[0]:0.####} mm" : "none");
    }

    private static void RefuseMixture(DicomTags[] tags, string what, Func<DicomTags, string> property)
    {
        IGrouping<string, DicomTags>[] kinds = [.. tags.GroupBy(property).OrderByDescending(g => g.Count())];
        if (kinds.Length > 1)
        {
            string list = string.Join(", ", kinds.Take(5).Select(k => $"{k.Key} ({k.Count()} slices)"));
            throw new InvalidDataException($"slices of different {what}: {list}; remove or separate them");
        }
    }
}

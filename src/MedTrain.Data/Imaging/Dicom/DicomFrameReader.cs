namespace MedTrain.Data.Imaging.Dicom;

/// <summary>
/// Turns frames of stored values into the values of a volume, in this order: sign, grey, modality LUT or rescale, VOI window,
/// inversion. One reader serves all files of a series; it remembers the steps taken and the statistics.
/// </summary>
internal sealed class DicomFrameReader(ReadOptions options)
{
    private readonly StepList steps = new();
    private readonly StatisticsCollector? stored = options.WithStatistics ? new() : null;
    private readonly StatisticsCollector? rescaled = options.WithStatistics ? new() : null;
    private byte[] bytes = [];
    private double[] values = [];

    /// <summary>The steps taken so far, without repetition.</summary>
    public IReadOnlyList<string> Steps => steps.Distinct;

    /// <summary>Statistics of the stored samples; null unless asked for.</summary>
    public ValueStatistics? StoredStatistics => stored?.Result;

    /// <summary>Statistics after rescale; null unless asked for.</summary>
    public ValueStatistics? RescaledStatistics => rescaled?.Result;

    /// <summary>Reads one frame.</summary>
    /// <param name="file">The opened file.</param>
    /// <param name="frame">0 = first.</param>
    /// <param name="target">One float per pixel, row by row.</param>
    /// <exception cref="UnreadableImageException">Damaged, truncated, or of a kind that is not read.</exception>
    public void Read(DicomFile file, int frame, Span<float> target)
    {
        DicomTags tags = file.Tags.OfFrame(frame);
        Span<double> samples = Decode(file, frame, out string photometric);
        try
        {
            ExtendSign(tags, samples);
            stored?.Add(samples);
            Span<double> grey = ToGrey(photometric, tags, samples);
            (double low, double high) = Rescale(tags, grey);
            rescaled?.Add(grey);
            bool windowed = Window(tags, grey);
            Invert(photometric, grey, windowed ? 0 : low, windowed ? 1 : high);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = (float)grey[i];
            }
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableImageException(file.Path, e.Message, e);
        }
    }

    private Span<double> Decode(DicomFile file, int frame, out string photometric)
    {
        int frameBytes = (int)file.Tags.FrameBytes;
        int samples = file.Tags.Rows * file.Tags.Columns * file.Tags.Samples;
        if (bytes.Length < frameBytes)
        {
            bytes = new byte[frameBytes];
        }
        if (values.Length < samples)
        {
            values = new double[samples];
        }
        photometric = file.Decode(frame, bytes.AsSpan(0, frameBytes));
        StoredSamples.Convert(bytes.AsSpan(0, frameBytes), file.Tags.SampleType, values.AsSpan(0, samples));
        return values.AsSpan(0, samples);
    }

    private void ExtendSign(DicomTags tags, Span<double> samples)
    {
        bool possible = tags is { Signed: true, Compressed: false } && tags.BitsStored < tags.BitsAllocated;
        if (possible && StoredSamples.LackSignExtension(samples, tags.BitsStored))
        {
            StoredSamples.ExtendSign(samples, tags.BitsStored);
            steps.Add($"sign extended from bit {tags.BitsStored}");
        }
    }

    private Span<double> ToGrey(string photometric, DicomTags tags, Span<double> samples)
    {
        string? step = GreyConversion.Step(photometric, tags);
        if (step is null)
        {
            return samples;
        }
        Span<double> grey = samples[..(tags.Rows * tags.Columns)];
        GreyConversion.Convert(photometric, tags, samples, grey);
        steps.Add(step);
        return grey;
    }

    /// <summary>Applies the modality LUT or slope and intercept; returns what the smallest and largest storable value become.</summary>
    private (double Low, double High) Rescale(DicomTags tags, Span<double> grey)
    {
        (double low, double high) = StorableRange(tags, grey);
        if (tags.ModalityLut is DicomLut lut)
        {
            for (int i = 0; i < grey.Length; i++)
            {
                grey[i] = lut.Map(grey[i]);
            }
            steps.Add("modality LUT of the file");
            return (lut.Entries.Min(), lut.Entries.Max());
        }
        double slope = tags.RescaleSlope ?? 1, intercept = tags.RescaleIntercept ?? 0;
        if (slope == 0)
        {
            throw new InvalidDataException("RescaleSlope is 0, which would make every pixel equal; correct or remove it");
        }
        if ((slope != 1 || intercept != 0) && tags.Samples == 1)
        {
            for (int i = 0; i < grey.Length; i++)
            {
                grey[i] = (slope * grey[i]) + intercept;
            }
            steps.Add($"rescale: {slope:R} × stored + {intercept:R}{Unit(tags)}");
            (low, high) = ((slope * low) + intercept, (slope * high) + intercept);
        }
        return (low, high);
    }

    private bool Window(DicomTags tags, Span<double> grey)
    {
        if (!options.ApplyVoiWindow)
        {
            return false;
        }
        VoiWindow window = VoiWindow.Of(tags)
            ?? throw new InvalidDataException(
                "has no usable VOI window or VOI LUT to apply; window by preprocessing with given numbers instead");
        window.Apply(grey);
        steps.Add(window.Step);
        return true;
    }

    private void Invert(string photometric, Span<double> grey, double low, double high)
    {
        if (photometric != "MONOCHROME1" || !options.InvertMonochrome1)
        {
            return;
        }
        for (int i = 0; i < grey.Length; i++)
        {
            grey[i] = low + high - grey[i];
        }
        steps.Add($"invert MONOCHROME1: {low + high:R} − value");
    }

    private static (double Low, double High) StorableRange(DicomTags tags, ReadOnlySpan<double> grey)
    {
        if (tags.SampleType.StartsWith("float", StringComparison.Ordinal))
        {
            var range = new StatisticsCollector();
            range.Add(grey);
            return (range.Result.Minimum, range.Result.Maximum);
        }
        double count = Math.Pow(2, tags.BitsStored);
        return tags.Signed ? (-count / 2, (count / 2) - 1) : (0, count - 1);
    }

    private static string Unit(DicomTags tags) => (tags.RescaleType, tags.Modality) switch
    {
        ("HU", _) or (null or "", "CT") => " (HU)",
        _ => "",
    };
}

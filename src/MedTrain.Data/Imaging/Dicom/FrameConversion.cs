using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>
/// What one frame's stored values go through, in this order: sign, grey, modality LUT or rescale, VOI window, inversion. All is
/// decided and named at the start; then the frame is converted in parts.
/// </summary>
internal sealed class FrameConversion
{
    private readonly DicomTags tags;
    private readonly string photometric;
    private readonly List<string> steps = [];
    private readonly bool extendSign;
    private readonly bool toGrey;
    private readonly double slope = 1;
    private readonly double intercept;
    private readonly VoiWindow? window;
    private readonly double? invertFrom;

    /// <summary>Decides the steps.</summary>
    /// <param name="tags">As they hold for the frame.</param>
    /// <param name="photometric">Interpretation of the decoded samples.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="bytes">The whole frame of stored samples.</param>
    /// <exception cref="InvalidDataException">The frame is of a kind that is not read, or has no window to apply.</exception>
    public FrameConversion(DicomTags tags, string photometric, ReadOptions options, ReadOnlySpan<byte> bytes)
    {
        this.tags = tags;
        this.photometric = photometric;
        bool mayLackSign = tags is { Signed: true, Compressed: false } && tags.BitsStored < tags.BitsAllocated;
        extendSign = mayLackSign && StoredSamples.LackSignExtension(bytes, tags.SampleType, tags.BitsStored);
        if (extendSign)
        {
            steps.Add($"sign extended from bit {tags.BitsStored}");
        }
        if (GreyConversion.Step(photometric, tags) is string grey)
        {
            toGrey = true;
            steps.Add(grey);
        }
        (double low, double high) = StorableRange(bytes);
        if (tags.ModalityLut is DicomLut lut)
        {
            steps.Add("modality LUT of the file");
            (low, high) = (lut.Entries.Min(), lut.Entries.Max());
        }
        else if (tags.Samples == 1)
        {
            (slope, intercept) = (tags.RescaleSlope ?? 1, tags.RescaleIntercept ?? 0);
            NameRescale();
            (low, high) = ((slope * low) + intercept, (slope * high) + intercept);
        }
        window = options.ApplyVoiWindow ? ChosenWindow() : null;
        if (photometric == "MONOCHROME1" && options.InvertMonochrome1)
        {
            invertFrom = window is null ? low + high : 1;
            steps.Add($"invert MONOCHROME1: {invertFrom:R} − value");
        }
    }

    /// <summary>The steps' names and numbers.</summary>
    public IReadOnlyList<string> Steps => steps;

    /// <summary>Samples per pixel.</summary>
    public int Samples => tags.Samples;

    /// <summary>Converts a frame of 16-bit grey in one go when it goes through nothing but rescale.</summary>
    /// <returns>False when the frame must be converted in parts.</returns>
    public bool TryConvertDirectly(ReadOnlySpan<byte> bytes, Span<float> target)
    {
        if (extendSign || toGrey || tags.ModalityLut is not null || window is not null || invertFrom is not null)
        {
            return false;
        }
        switch (tags.SampleType)
        {
            case "int16":
                ValueConversion.Convert(MemoryMarshal.Cast<byte, short>(bytes), target, slope, intercept);
                return true;
            case "uint16":
                ValueConversion.Convert(MemoryMarshal.Cast<byte, ushort>(bytes), target, slope, intercept);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Stored samples as numbers, with their sign.</summary>
    public void Load(ReadOnlySpan<byte> bytes, Span<double> samples)
    {
        StoredSamples.Convert(bytes, tags.SampleType, samples);
        if (extendSign)
        {
            StoredSamples.ExtendSign(samples, tags.BitsStored);
        }
    }

    /// <summary>One value per pixel, in the place of the samples.</summary>
    public Span<double> ToGrey(Span<double> samples)
    {
        if (!toGrey)
        {
            return samples;
        }
        Span<double> grey = samples[..(samples.Length / Samples)];
        GreyConversion.Convert(photometric, tags, samples, grey);
        return grey;
    }

    /// <summary>Modality LUT, or slope and intercept.</summary>
    public void Rescale(Span<double> values)
    {
        if (tags.ModalityLut is DicomLut lut)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = lut.Map(values[i]);
            }
        }
        else if (slope != 1 || intercept != 0)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (slope * values[i]) + intercept;
            }
        }
    }

    /// <summary>VOI window and inversion, where asked for.</summary>
    public void WindowAndInvert(Span<double> values)
    {
        window?.Apply(values);
        if (invertFrom is double sum)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = sum - values[i];
            }
        }
    }

    private void NameRescale()
    {
        if (slope == 0)
        {
            throw new InvalidDataException("RescaleSlope is 0, which would make every pixel equal; correct or remove it");
        }
        bool isHu = tags.RescaleType == "HU" || (string.IsNullOrEmpty(tags.RescaleType) && tags.Modality == "CT");
        if (slope != 1 || intercept != 0)
        {
            steps.Add($"rescale: {slope:R} × stored + {intercept:R}{(isHu ? " (HU)" : "")}");
        }
    }

    private VoiWindow ChosenWindow()
    {
        VoiWindow chosen = VoiWindow.Of(tags) ?? throw new InvalidDataException(
            "has no usable VOI window or VOI LUT to apply; window by preprocessing with given numbers instead");
        steps.Add(chosen.Step);
        return chosen;
    }

    /// <summary>Smallest and largest value that can be stored; of floats, those that are.</summary>
    private (double Low, double High) StorableRange(ReadOnlySpan<byte> bytes)
    {
        if (tags.SampleType.StartsWith("float", StringComparison.Ordinal))
        {
            var values = new double[tags.Rows * tags.Columns * tags.Samples];
            StoredSamples.Convert(bytes, tags.SampleType, values);
            var range = new StatisticsCollector();
            range.Add(values);
            return (range.Result.Minimum, range.Result.Maximum);
        }
        double count = Math.Pow(2, tags.BitsStored);
        return tags.Signed ? (-count / 2, (count / 2) - 1) : (0, count - 1);
    }
}

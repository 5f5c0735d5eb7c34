namespace MedTrain.Data.Imaging.Dicom;

/// <summary>A display window or LUT that maps rescaled values to 0..1 (PS3.3 C.11.2).</summary>
internal sealed class VoiWindow
{
    private readonly Func<double, double> map;

    private VoiWindow(string step, Func<double, double> map)
    {
        Step = step;
        this.map = map;
    }

    /// <summary>Name and numbers.</summary>
    public string Step { get; }

    /// <summary>The file's VOI LUT, else its first window; null when it has neither.</summary>
    public static VoiWindow? Of(DicomTags tags)
    {
        if (tags.VoiLut is DicomLut lut)
        {
            double largest = Math.Max(1, (1 << lut.Bits) - 1);
            return new("VOI LUT of the file, to 0..1", value => lut.Map(value) / largest);
        }
        if (tags.WindowCenter is not [double center, ..] || tags.WindowWidth is not [double width, ..])
        {
            return null;
        }
        string function = tags.VoiFunction is null or "" ? "LINEAR" : tags.VoiFunction;
        double smallest = function == "LINEAR" ? 1 : double.Epsilon;
        if (width < smallest)
        {
            return null;
        }
        string step = $"VOI window of the file: center {center}, width {width} ({function}), to 0..1";
        return function switch
        {
            "SIGMOID" => new(step, value => 1 / (1 + Math.Exp(-4 * (value - center) / width))),
            "LINEAR_EXACT" => new(step, value => Math.Clamp(((value - center) / width) + 0.5, 0, 1)),
            _ when width == 1 => new(step, value => value <= center - 0.5 ? 0 : 1),
            _ => new(step, value => Math.Clamp(((value - (center - 0.5)) / (width - 1)) + 0.5, 0, 1)),
        };
    }

    /// <summary>Maps every value in place.</summary>
    public void Apply(Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = map(values[i]);
        }
    }
}

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>Colour samples to one grey value per pixel by Rec. 601 luma: 0.299 R + 0.587 G + 0.114 B.</summary>
internal static class GreyConversion
{
    private static readonly string[] Known =
    [
        "MONOCHROME1", "MONOCHROME2", "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "ARGB", "CMYK", "HSV",
    ];

    /// <summary>The step's name for a photometric interpretation; null where the image is grey already.</summary>
    /// <exception cref="InvalidDataException">An interpretation that is not read, or a palette without its tables.</exception>
    public static string? Step(string photometric, DicomTags tags) => (photometric, tags.Samples) switch
    {
        ("MONOCHROME1" or "MONOCHROME2", 1) => null,
        ("RGB", 3) => "colour to grey: 0.299 R + 0.587 G + 0.114 B",
        ("YBR_FULL" or "YBR_FULL_422", 3) => "colour to grey: Y of YCbCr (Rec. 601)",
        ("PALETTE COLOR", 1) when tags is { PaletteRed: not null, PaletteGreen: not null, PaletteBlue: not null } =>
            "palette colour to grey: 0.299 R + 0.587 G + 0.114 B",
        ("PALETTE COLOR", 1) => throw new InvalidDataException("a palette image without its (readable) palette; export it as grey or RGB"),
        _ => throw new InvalidDataException(
            $"photometric interpretation {Quoted(photometric)} with {tags.Samples} samples per pixel is not read; export it as "
                + "grey or RGB"),
    };

    /// <summary>Converts a frame; <paramref name="grey"/> may be the start of <paramref name="samples"/>.</summary>
    /// <param name="photometric">What the samples are, accepted by <see cref="Step"/>.</param>
    /// <param name="tags">Holds the palette.</param>
    /// <param name="samples">Interleaved.</param>
    /// <param name="grey">One value per pixel.</param>
    public static void Convert(string photometric, DicomTags tags, ReadOnlySpan<double> samples, Span<double> grey)
    {
        switch (photometric)
        {
            case "RGB":
                for (int i = 0; i < grey.Length; i++)
                {
                    grey[i] = Luma(samples[3 * i], samples[(3 * i) + 1], samples[(3 * i) + 2]);
                }
                break;
            case "PALETTE COLOR":
                (DicomLut red, DicomLut green, DicomLut blue) = (tags.PaletteRed!, tags.PaletteGreen!, tags.PaletteBlue!);
                for (int i = 0; i < grey.Length; i++)
                {
                    double index = samples[i];
                    grey[i] = Luma(red.Map(index), green.Map(index), blue.Map(index));
                }
                break;
            default: // YBR_FULL: Y comes first
                for (int i = 0; i < grey.Length; i++)
                {
                    grey[i] = samples[3 * i];
                }
                break;
        }
    }

    /// <summary>A damaged header may hold any text here, which must not reach a log.</summary>
    private static string Quoted(string photometric) =>
        Known.Contains(photometric) ? photometric : "(not one of the standard's)";

    private static double Luma(double red, double green, double blue) => (0.299 * red) + (0.587 * green) + (0.114 * blue);
}

using System.Text.Json;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>The tags of a DICOM file that reading and placing it needs, as the native door gives them. Nothing identifies a
/// patient.</summary>
internal sealed record DicomTags
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required string TransferSyntax { get; init; }

    public required bool Compressed { get; init; }

    /// <summary>NumPy's name of a delivered sample's type.</summary>
    public required string SampleType { get; init; }

    public required string Photometric { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    public required int Frames { get; init; }

    /// <summary>Samples per pixel, 1 or 3.</summary>
    public required int Samples { get; init; }

    public required int BitsAllocated { get; init; }

    public required int BitsStored { get; init; }

    public required bool Signed { get; init; }

    /// <summary>Bytes of one frame as delivered.</summary>
    public required long FrameBytes { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long FileBytes { get; init; }

    public string SopClass { get; init; } = "";

    public string? Modality { get; init; }

    public string SeriesUid { get; init; } = "";

    /// <summary>Free text: never shown, only compared.</summary>
    public string SeriesDescription { get; init; } = "";

    public string ImageType { get; init; } = "";

    public double? InstanceNumber { get; init; }

    public double? TemporalIndex { get; init; }

    public double? PixelPadding { get; init; }

    /// <summary>ImagePositionPatient: centre of the first pixel, LPS mm.</summary>
    public double[]? Position { get; init; }

    /// <summary>ImageOrientationPatient: direction along a row, then down a column.</summary>
    public double[]? Orientation { get; init; }

    /// <summary>Distance between rows, then between columns, mm.</summary>
    public double[]? PixelSpacing { get; init; }

    /// <summary>As <see cref="PixelSpacing"/>, but at the detector of a projection radiograph.</summary>
    public double[]? ImagerPixelSpacing { get; init; }

    public double? SliceThickness { get; init; }

    public double? SpacingBetweenSlices { get; init; }

    /// <summary>Offsets of a dose grid's planes, mm.</summary>
    public double[]? FrameOffsets { get; init; }

    public double? RescaleSlope { get; init; }

    public double? RescaleIntercept { get; init; }

    public string? RescaleType { get; init; }

    public double[]? WindowCenter { get; init; }

    public double[]? WindowWidth { get; init; }

    public string? VoiFunction { get; init; }

    public DicomLut? ModalityLut { get; init; }

    public DicomLut? VoiLut { get; init; }

    public DicomLut? PaletteRed { get; init; }

    public DicomLut? PaletteGreen { get; init; }

    public DicomLut? PaletteBlue { get; init; }

    /// <summary>Slices in a Siemens mosaic, from its private header.</summary>
    public int? MosaicImages { get; init; }

    /// <summary>Unit vector from a mosaic's slice to the next, LPS, from its private header.</summary>
    public double[]? MosaicNormal { get; init; }

    /// <summary>Functional groups of an enhanced file, one per frame; null for others.</summary>
    public DicomFrameGroup[]? FrameGroups { get; init; }

    /// <summary>True where a plane's place in the patient is given.</summary>
    public bool HasPlane => Position is not null && Orientation is not null;

    /// <summary>Siemens' way of storing a whole volume as tiles of one picture.</summary>
    public bool IsMosaic => ImageType.Split('\\').Contains("MOSAIC");

    public static DicomTags Parse(string json) =>
        JsonSerializer.Deserialize<DicomTags>(json, Json) ?? throw new InvalidDataException("The DICOM door gave no tags.");

    /// <summary>The tags as they hold for one frame: the frame's functional groups over the file's attributes.</summary>
    public DicomTags OfFrame(int frame)
    {
        if (FrameGroups is null || FrameGroups.Length <= frame)
        {
            return this;
        }
        DicomFrameGroup group = FrameGroups[frame];
        return this with
        {
            Position = group.Position ?? Position,
            Orientation = group.Orientation ?? Orientation,
            PixelSpacing = group.PixelSpacing ?? PixelSpacing,
            SliceThickness = group.SliceThickness ?? SliceThickness,
            SpacingBetweenSlices = group.SpacingBetweenSlices ?? SpacingBetweenSlices,
            RescaleSlope = group.RescaleSlope ?? RescaleSlope,
            RescaleIntercept = group.RescaleIntercept ?? RescaleIntercept,
            RescaleType = group.RescaleType ?? RescaleType,
            WindowCenter = group.WindowCenter ?? WindowCenter,
            WindowWidth = group.WindowWidth ?? WindowWidth,
            VoiFunction = group.VoiFunction ?? VoiFunction,
            TemporalIndex = group.TemporalIndex ?? TemporalIndex,
            InstanceNumber = frame,
        };
    }
}

/// <summary>The functional groups of one frame (PS3.3 C.7.6.16).</summary>
internal sealed record DicomFrameGroup
{
    public double[]? Position { get; init; }

    public double[]? Orientation { get; init; }

    public double[]? PixelSpacing { get; init; }

    public double? SliceThickness { get; init; }

    public double? SpacingBetweenSlices { get; init; }

    public double? RescaleSlope { get; init; }

    public double? RescaleIntercept { get; init; }

    public string? RescaleType { get; init; }

    public double[]? WindowCenter { get; init; }

    public double[]? WindowWidth { get; init; }

    public string? VoiFunction { get; init; }

    public double? TemporalIndex { get; init; }

    public double? StackPosition { get; init; }

    public double? Segment { get; init; }
}

/// <summary>A lookup table: stored value <c>First</c> maps to entry 0; values outside map to the nearest entry.</summary>
internal sealed record DicomLut
{
    public required int First { get; init; }

    /// <summary>Bits of an entry.</summary>
    public required int Bits { get; init; }

    public required ushort[] Entries { get; init; }

    public double Map(double value)
    {
        double index = Math.Round(value) - First;
        return Entries[(int)Math.Clamp(index, 0, Entries.Length - 1)];
    }
}

using System.Text.Json.Serialization;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>A grey picture to be written as one DICOM file, with stored values as a scanner would store them.</summary>
public sealed record DicomPicture
{
    /// <summary>Which kind of image: decides SOP class and modality.</summary>
    public required DicomKind Kind { get; init; }

    /// <summary>Columns.</summary>
    public required int Columns { get; init; }

    /// <summary>Rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Stored values row by row; each must fit <see cref="BitsStored"/> and <see cref="Signed"/>.</summary>
    [JsonIgnore]
    public int[] Stored { get; init; } = [];

    /// <summary>1 to 16; up to 8 are stored in a byte, more in two.</summary>
    public required int BitsStored { get; init; }

    /// <summary>Stored values may be negative.</summary>
    public bool Signed { get; init; }

    /// <summary>MONOCHROME2 (small = dark) or MONOCHROME1 (small = bright).</summary>
    public string Photometric { get; init; } = "MONOCHROME2";

    /// <summary>Value = slope × stored + intercept (HU for CT).</summary>
    public double RescaleSlope { get; init; } = 1;

    /// <summary>Value = slope × stored + intercept (HU for CT).</summary>
    public double RescaleIntercept { get; init; }

    /// <summary>Centre of the display window in rescaled values; null = none.</summary>
    public double? WindowCenter { get; init; }

    /// <summary>Width of the display window in rescaled values; null = none.</summary>
    public double? WindowWidth { get; init; }

    /// <summary>Between columns, between rows, and slice thickness, mm.</summary>
    public Vector3 SpacingMm { get; init; } = Vector3.One;

    /// <summary>Centre of the first pixel, LPS mm; null for a projection.</summary>
    public Vector3? PositionMm { get; init; }

    /// <summary>LPS unit vector along a row; used with <see cref="PositionMm"/>.</summary>
    public Vector3 RowDirection { get; init; } = new(1, 0, 0);

    /// <summary>LPS unit vector down a column; used with <see cref="PositionMm"/>.</summary>
    public Vector3 ColumnDirection { get; init; } = new(0, 1, 0);

    /// <summary>The patient's pseudonym.</summary>
    public required string PatientId { get; init; }

    /// <summary>M, F or O; null = not given.</summary>
    public string? Sex { get; init; }

    /// <summary>Age in years; null = not given.</summary>
    public int? AgeYears { get; init; }

    /// <summary>View of a radiograph, such as PA or AP; null = not given.</summary>
    public string? ViewPosition { get; init; }

    /// <summary>Description of the series; null = not given.</summary>
    public string? SeriesDescription { get; init; }

    /// <summary>UID of the study, for example from <see cref="DicomUid.From"/>.</summary>
    public required string StudyUid { get; init; }

    /// <summary>UID of the series; equal for the slices of a volume.</summary>
    public required string SeriesUid { get; init; }

    /// <summary>UID of this file.</summary>
    public required string InstanceUid { get; init; }

    /// <summary>Number of this file in its series, from 1.</summary>
    public int InstanceNumber { get; init; } = 1;

    /// <summary>How the pixels are stored.</summary>
    public DicomCompression Compression { get; init; }
}

/// <summary>Kinds of picture that are written.</summary>
public enum DicomKind
{
    /// <summary>Computed tomography slice.</summary>
    Ct,

    /// <summary>Magnetic resonance slice.</summary>
    Mr,

    /// <summary>Digital radiograph.</summary>
    Dx,
}

/// <summary>Transfer syntaxes that are written.</summary>
public enum DicomCompression
{
    /// <summary>Uncompressed, explicit little endian.</summary>
    None,

    /// <summary>Uncompressed, implicit little endian.</summary>
    ImplicitLittleEndian,

    /// <summary>Uncompressed, explicit big endian (retired, still met).</summary>
    BigEndian,

    /// <summary>The whole data set deflated.</summary>
    Deflated,

    /// <summary>Run lengths, lossless.</summary>
    Rle,

    /// <summary>JPEG Lossless, first-order prediction.</summary>
    JpegLossless,
}

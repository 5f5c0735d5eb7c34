namespace MedTrain.Data.Imaging;

/// <summary>What a file says about itself, for an inspector. Holds nothing that identifies a patient.</summary>
public sealed record ImageHeader
{
    /// <summary>Format, for example <c>DICOM</c>, <c>DICOM series</c>, <c>NIfTI-1</c>, <c>PNG</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Stored type, for example <c>int16</c>, <c>uint8 RGB</c>, <c>float32</c>.</summary>
    public required string DataType { get; init; }

    /// <summary>Sizes as stored, x first, with all of a file's dimensions (for example 64, 64, 30, 120 for a 4D NIfTI file).</summary>
    public required IReadOnlyList<long> StoredShape { get; init; }

    /// <summary>DICOM transfer syntax UID, or the compression of another format; null when there is none.</summary>
    public string? TransferSyntax { get; init; }

    /// <summary>DICOM modality (CT, MR, DX, …); null elsewhere.</summary>
    public string? Modality { get; init; }

    /// <summary>DICOM photometric interpretation, or <c>grey</c> / <c>RGB</c>; null where a format has none.</summary>
    public string? Photometric { get; init; }

    /// <summary>True when the place in the patient (origin, direction) comes from the file; false when it is assumed.</summary>
    public bool HasPosition { get; init; }

    /// <summary>The values as stored, before any step; null unless <see cref="ReadOptions.WithStatistics"/>.</summary>
    public ValueStatistics? StoredStatistics { get; init; }

    /// <summary>
    /// The values after rescale or modality LUT (HU for CT), before inversion, window and grey conversion;
    /// null unless <see cref="ReadOptions.WithStatistics"/>.
    /// </summary>
    public ValueStatistics? RescaledStatistics { get; init; }
}

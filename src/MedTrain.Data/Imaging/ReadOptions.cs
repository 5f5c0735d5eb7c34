namespace MedTrain.Data.Imaging;

/// <summary>How to read an image; the defaults read it whole, rescaled, with MONOCHROME1 turned to bright = dense.</summary>
public sealed record ReadOptions
{
    /// <summary>All defaults.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>
    /// Apply the DICOM file's first VOI window (or VOI LUT): values become 0..1. A file without one is an error.
    /// </summary>
    public bool ApplyVoiWindow { get; init; }

    /// <summary>Turn MONOCHROME1 (small = bright) into MONOCHROME2 (small = dark), recorded as a step.</summary>
    public bool InvertMonochrome1 { get; init; } = true;

    /// <summary>Of a multi-frame DICOM file, read only this frame (0 = first) as a 2D image; null = all, stacked along z.</summary>
    public int? Frame { get; init; }

    /// <summary>Of a 4D file or series, read this volume (0 = first); null = the file must hold one volume only.</summary>
    public int? VolumeIndex { get; init; }

    /// <summary>Of a folder with several DICOM series, the series instance UID to read; null = the folder must hold one.</summary>
    public string? SeriesUid { get; init; }

    /// <summary>Of a folder with several DICOM series, the series whose description contains this text (any case).</summary>
    public string? SeriesDescription { get; init; }

    /// <summary>
    /// Accept a series whose slices are unevenly spaced or have gaps (the mean distance becomes the spacing, with a warning);
    /// otherwise such a series is an error.
    /// </summary>
    public bool AllowUnevenSlices { get; init; }

    /// <summary>Also compute <see cref="ImageHeader.StoredStatistics"/> and <see cref="ImageHeader.RescaledStatistics"/>.</summary>
    public bool WithStatistics { get; init; }

    /// <summary>Largest number of voxels to read; a header that claims more is refused before memory is taken. Default 2³⁰ (4 GiB of
    /// floats).</summary>
    public long MaxVoxels { get; init; } = 1L << 30;
}

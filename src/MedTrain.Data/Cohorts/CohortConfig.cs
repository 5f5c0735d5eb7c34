using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Cache;
using MedTrain.Data.Imaging;
using MedTrain.Data.Synthesis;

namespace MedTrain.Data.Cohorts;

/// <summary>Where the cases of an experiment come from (the <c>data</c> section of an experiment file).</summary>
public sealed record CohortConfig
{
    /// <summary>The manifest: a CSV or TSV file with one line per image.</summary>
    [Description("CSV or TSV file with one line per image: case_id, patient_id, path, optional session, split, age, sex, site, and label columns")]
    public string? Manifest { get; init; }

    /// <summary>Instead of a manifest: a folder with one sub-folder of images per class.</summary>
    [Description("instead of a manifest: a folder with one sub-folder of images per class; every image then counts as its own patient")]
    public string? ClassFolders { get; init; }

    /// <summary>Folder that the manifest's image paths are relative to; the manifest's own folder when absent.</summary>
    [Description("folder that image paths are relative to (default: the manifest's folder)")]
    public string? Root { get; init; }

    /// <summary>Columns of the paths of further images of each case.</summary>
    [Description("columns of the paths of further views of each case, such as the lateral radiograph; all views go through the same layers")]
    public IReadOnlyList<string> Views { get; init; } = [];

    /// <summary>The label columns, in the order of the network's outputs.</summary>
    [Description("label columns, in the order of the network's outputs")]
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Multiclass: the values of the label column, in the order of the network's outputs; sorted distinct values when absent.</summary>
    [Description("multiclass: values of the label column, in the order of the network's outputs (default: all its values, sorted)")]
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Binary with text values: the value that means 1.</summary>
    [Description("binary: the value of the label column that means 1; every other value means 0")]
    public string? Positive { get; init; }

    /// <summary>Names of the known columns, where the manifest calls them otherwise.</summary>
    [Description("names of the known columns, where the manifest calls them otherwise")]
    public ColumnNames Columns { get; init; } = new();

    /// <summary>What happens when an image cannot be read.</summary>
    [Description("fail: report every unreadable image and stop; skip: leave them out and count them")]
    public OnUnreadable OnUnreadable { get; init; } = OnUnreadable.Fail;

    /// <summary>Of a folder with several DICOM series, the series instance UID to read.</summary>
    [Description("of folders with several DICOM series: the series instance UID to read")]
    public string? Series { get; init; }

    /// <summary>Of a folder with several DICOM series, a text that the wanted series' description contains.</summary>
    [Description("of folders with several DICOM series: a text that the wanted series' description contains")]
    public string? SeriesDescription { get; init; }

    /// <summary>Of multi-frame DICOM files, the frame to read as a 2D image; 0 = first.</summary>
    [Description("of multi-frame DICOM files: the frame to read as a 2D image, from 0 (default: all, as a volume)")]
    [Range(0, int.MaxValue)]
    public int? Frame { get; init; }

    /// <summary>Of 4D images, the volume to read; 0 = first.</summary>
    [Description("of 4D images: the volume to read, from 0")]
    [Range(0, int.MaxValue)]
    public int? VolumeIndex { get; init; }

    /// <summary>Whether to apply the window that each DICOM file asks for.</summary>
    [Description("apply the display window (VOI) of each DICOM file; values become 0 to 1")]
    public bool VoiWindow { get; init; }

    /// <summary>Whether to accept DICOM series with gaps or uneven slice distances.</summary>
    [Description("accept DICOM series with gaps or uneven slice distances")]
    public bool AllowUnevenSlices { get; init; }

    /// <summary>The synthetic cohort to create when the manifest does not exist.</summary>
    [Description("synthetic cohort to create when the manifest does not exist")]
    public SyntheticConfig? Synthetic { get; init; }

    /// <summary>Folder of the cache of preprocessed images.</summary>
    [Description("folder of the cache of preprocessed images (default: $MEDTRAIN_CACHE, else $XDG_CACHE_HOME/medtrain, else ~/.cache/medtrain)")]
    public string? Cache { get; init; }

    /// <summary>How the cache keeps values.</summary>
    [Description("how the cache keeps values: float32 (exact), float16, or uint8 (256 levels between each image's least and greatest value)")]
    public StoredAs CacheAs { get; init; }

    /// <summary>How the images are to be read.</summary>
    /// <returns>The options for the image readers.</returns>
    public ReadOptions ToReadOptions() => new()
    {
        ApplyVoiWindow = VoiWindow,
        Frame = Frame,
        VolumeIndex = VolumeIndex,
        SeriesUid = Series,
        SeriesDescription = SeriesDescription,
        AllowUnevenSlices = AllowUnevenSlices,
    };
}

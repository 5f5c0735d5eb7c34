using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Data.Synthesis;

/// <summary>A synthetic cohort: what it shows, how many patients, from which seed.</summary>
public sealed record SyntheticConfig
{
    /// <summary>What the images show.</summary>
    [Description("radiographs: chest-like DICOM images with four findings; brains: T1-like NIfTI volumes with age and diagnosis; slices: 2D slices of such")]
    public required SyntheticKind Kind { get; init; }

    /// <summary>Number of patients.</summary>
    [Description("number of patients")]
    [Range(1, 1_000_000)]
    public int Patients { get; init; } = 300;

    /// <summary>Seed; a patient's images depend on the seed and the patient's number only.</summary>
    [Description("seed; a patient's images depend on the seed and the patient's number only")]
    public long Seed { get; init; }

    /// <summary>Pixels along each axis, or voxels along the longest; 128 for radiographs, 56 for brains and 64 for slices when absent.</summary>
    [Description("pixels along each axis, or voxels along the longest (default: 128 for radiographs, 56 for brains, 64 for slices)")]
    [Range(32, 1024)]
    public int? Size { get; init; }

    /// <summary>Greatest number of images per patient; radiographs have between one and this many, slices this many, brains always one.</summary>
    [Description("radiographs: each patient has between one and this many images; slices: this many")]
    [Range(1, 10)]
    public int ImagesPerPatient { get; init; } = 3;

    /// <summary>Whether each visit of radiographs has a second exposure, named in the manifest's column <c>second_path</c>.</summary>
    [Description("radiographs only: a second exposure of each visit, in the manifest's column second_path")]
    public bool SecondView { get; init; }

    /// <summary>The size, with the default of the kind in place of null.</summary>
    internal int PixelsAlongAxis => Size ?? Kind switch { SyntheticKind.Brains => 56, SyntheticKind.Slices => 64, _ => 128 };
}

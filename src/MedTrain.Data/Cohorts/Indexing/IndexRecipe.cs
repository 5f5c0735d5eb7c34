using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>How the folder of a data set becomes a manifest; the files in <c>data-manifests/</c> hold one each.</summary>
public sealed record IndexRecipe : IValidatableObject
{
    /// <summary>Name of the data set.</summary>
    [Description("name of the data set")]
    public string Title { get; init; } = "";

    /// <summary>Where to get it and under which terms.</summary>
    [Description("where to get it, and under which terms")]
    public string Source { get; init; } = "";

    /// <summary>What the folder must hold.</summary>
    [Description("what the folder must hold")]
    public string Needs { get; init; } = "";

    /// <summary>How the folder is laid out.</summary>
    [Description("auto: found out; table: a table names the images; files: file names tell; or bids, caps, class_folders, npz, msd, dicom")]
    public IndexLayout Layout { get; init; } = IndexLayout.Auto;

    /// <summary>Tables of which every row is an image.</summary>
    [Description("layout table: files (with * and ?) of which every row is an image")]
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>The column of <see cref="Rows"/> that names the image file.</summary>
    [Description("layout table: the column that names the image; a bare file name is looked for below the folder")]
    public string Image { get; init; } = "path";

    /// <summary>Pattern of the image files.</summary>
    [Description("layout files: pattern of the image files, such as **/*-T1.nii.gz")]
    public string Files { get; init; } = "**/*";

    /// <summary>A regular expression over the path of an image; its named groups become columns.</summary>
    [Description("regular expression over an image's path in the folder; its named groups become columns, such as IXI(?<number>\\d+)-(?<site>\\w+)")]
    public string? Name { get; init; }

    /// <summary>Tables whose columns are added.</summary>
    [Description("tables whose columns are added to the images")]
    public IReadOnlyList<JoinedTable> Tables { get; init; } = [];

    /// <summary>For each manifest column the column it comes from; others are dropped.</summary>
    [Description("for each manifest column (case_id, patient_id, session, split, age, sex, site, …) the column it comes from")]
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Label columns and the rule of each.</summary>
    [Description("label columns and how each is found")]
    public IReadOnlyDictionary<string, LabelRule> Labels { get; init; } = new Dictionary<string, LabelRule>();

    /// <summary>What −1 (uncertain) becomes.</summary>
    [Description("what a label of -1 (uncertain) becomes: unknown, zero or one")]
    public UncertainLabel Uncertain { get; init; } = UncertainLabel.Unknown;

    /// <summary>Given split: part to list file of image names or patient ids.</summary>
    [Description("official lists of image names or patients: train, validation or test to a file")]
    public IReadOnlyDictionary<string, string> Lists { get; init; } = new Dictionary<string, string>();

    /// <summary>BIDS, CAPS, MSD: a text that the wanted images' paths contain.</summary>
    [Description("bids, caps: only images whose path contains this text, such as t1_linear or run-1")]
    public string? Contains { get; init; }

    /// <summary>BIDS, CAPS: the last part of the wanted images' names.</summary>
    [Description("bids, caps: only images with this suffix, such as T1w")]
    public string? Suffix { get; init; }

    /// <summary>What the whole data set holds.</summary>
    [Description("what the whole data set holds")]
    public ExpectedCounts Expected { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Layout == IndexLayout.Table && Rows.Count == 0)
        {
            yield return new ValidationResult("is empty: layout table needs the files whose rows are images", [nameof(Rows)]);
        }
        foreach (var part in Lists.Keys.Where(part => SplitPartNames.Parse(part) is null))
        {
            yield return new ValidationResult($"names the part '{part}'; parts are train, validation and test", [nameof(Lists)]);
        }
    }
}

/// <summary>How a folder is laid out.</summary>
public enum IndexLayout
{
    /// <summary>Found out from what the folder holds.</summary>
    Auto,

    /// <summary>A CSV or TSV table names the images.</summary>
    Table,

    /// <summary>The names of the image files tell everything.</summary>
    Files,

    /// <summary>Brain Imaging Data Structure: <c>sub-*/[ses-*/]…</c> with participants.tsv.</summary>
    Bids,

    /// <summary>ClinicA Processed Structure: <c>subjects/sub-*/ses-*/…</c>.</summary>
    Caps,

    /// <summary>One sub-folder a class, perhaps below train, val and test.</summary>
    ClassFolders,

    /// <summary>A NumPy archive of images and labels, as MedMNIST's.</summary>
    Npz,

    /// <summary>Medical Segmentation Decathlon: dataset.json with imagesTr and labelsTr.</summary>
    Msd,

    /// <summary>DICOM files in any arrangement.</summary>
    Dicom,
}

/// <summary>What an uncertain label (−1) becomes.</summary>
public enum UncertainLabel
{
    /// <summary>Blank: takes no part in training and scores.</summary>
    Unknown,

    /// <summary>Absent.</summary>
    Zero,

    /// <summary>Present.</summary>
    One,
}

/// <summary>A table whose columns are added to the images.</summary>
public sealed record JoinedTable
{
    /// <summary>The file, with * and ?; several files follow each other.</summary>
    [Description("file in the folder, or a path; * and ? may stand for letters")]
    public required string File { get; init; }

    /// <summary>The columns that must be equal: of the images to those of the table.</summary>
    [Description("columns that must be equal: name among the images to name in the table; leading zeros do not count")]
    public required IReadOnlyDictionary<string, string> On { get; init; }
}

/// <summary>How one label column is found.</summary>
public sealed record LabelRule
{
    /// <summary>The column that it comes from.</summary>
    [Description("the column it comes from")]
    public required string Column { get; init; }

    /// <summary>The label is 1 where the column, a list separated by |, contains this.</summary>
    [Description("1 where the column, a list separated by |, contains this value; else 0")]
    public string? Contains { get; init; }

    /// <summary>What each value becomes; values that are not named become unknown.</summary>
    [Description("what each value becomes; values that are not named become unknown")]
    public IReadOnlyDictionary<string, string>? Values { get; init; }
}

/// <summary>What a whole data set holds, from its publication.</summary>
public sealed record ExpectedCounts
{
    /// <summary>Images.</summary>
    [Description("images")]
    public int? Images { get; init; }

    /// <summary>Patients.</summary>
    [Description("patients")]
    public int? Patients { get; init; }

    /// <summary>Images of each split part.</summary>
    [Description("images of each split part")]
    public IReadOnlyDictionary<string, int> Parts { get; init; } = new Dictionary<string, int>();

    /// <summary>Images of each value of a column, as <c>column=value</c>.</summary>
    [Description("images with a value of a column, as column=value")]
    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();

    /// <summary>Patients of each value of a column, as <c>column=value</c>.</summary>
    [Description("patients with a value of a column, as column=value")]
    public IReadOnlyDictionary<string, int> PatientCounts { get; init; } = new Dictionary<string, int>();
}

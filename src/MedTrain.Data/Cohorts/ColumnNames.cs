using System.ComponentModel;

namespace MedTrain.Data.Cohorts;

/// <summary>What the manifest calls the columns that MedTrain knows. One column may serve two purposes (an image path that is also the case id).</summary>
public sealed record ColumnNames
{
    /// <summary>Column of the unique name of each image.</summary>
    [Description("column of the unique name of each image")]
    public string CaseId { get; init; } = "case_id";

    /// <summary>Column of the pseudonymous patient id.</summary>
    [Description("column of the pseudonymous patient id; splits and bootstraps go by it")]
    public string PatientId { get; init; } = "patient_id";

    /// <summary>Column of the image path.</summary>
    [Description("column of the image path: a file, or the folder of one DICOM series")]
    public string Path { get; init; } = "path";

    /// <summary>Optional column of the visit.</summary>
    [Description("optional column of the visit")]
    public string Session { get; init; } = "session";

    /// <summary>Optional column of the given split (train, validation, test).</summary>
    [Description("optional column of the given split: train, validation (val) or test, or blank")]
    public string Split { get; init; } = "split";

    /// <summary>Optional column of the age in years.</summary>
    [Description("optional column of the age in years")]
    public string Age { get; init; } = "age";

    /// <summary>Optional column of the sex.</summary>
    [Description("optional column of the sex")]
    public string Sex { get; init; } = "sex";

    /// <summary>Optional column of the hospital or scanner.</summary>
    [Description("optional column of the hospital or scanner")]
    public string Site { get; init; } = "site";
}

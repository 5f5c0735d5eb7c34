namespace MedTrain.Data.Cohorts;

/// <summary>One image of a cohort with what is known about it.</summary>
/// <param name="CaseId">Unique name of the image.</param>
/// <param name="PatientId">Pseudonymous id of the patient; cases of one patient never part in a split.</param>
/// <param name="Path">Absolute path of the image file, or of the folder of one DICOM series.</param>
/// <param name="Labels">Label values in the order of <see cref="Cohort.LabelNames"/>; NaN = unknown.</param>
/// <param name="Columns">
/// The manifest's other values as text. The known columns go by their own names (<c>session</c>, <c>split</c>, <c>age</c>, <c>sex</c>,
/// <c>site</c>) whatever the manifest calls them; all others, label columns included, by the manifest's.
/// </param>
/// <param name="ManifestLine">Line in the manifest, from 1; 0 when the case comes from a folder.</param>
/// <param name="GivenPart">The part that the manifest's split column names, or null.</param>
public sealed record Case(
    string CaseId,
    string PatientId,
    string Path,
    float[] Labels,
    IReadOnlyDictionary<string, string> Columns,
    int ManifestLine,
    SplitPart? GivenPart = null);

namespace MedTrain.Data.Synthesis;

/// <summary>One case of a synthetic cohort: its line in the manifest, and its images.</summary>
/// <param name="CaseId">Unique name.</param>
/// <param name="PatientId">The patient.</param>
/// <param name="Images">Its images; the first is the manifest's <c>path</c>, others are among <paramref name="Values"/>.</param>
/// <param name="Values">Further manifest values, in the order of <see cref="ISyntheticSource.Columns"/>.</param>
internal sealed record SyntheticCase(string CaseId, string PatientId, IReadOnlyList<SyntheticImage> Images, IReadOnlyList<string> Values);

/// <summary>One image file of a synthetic cohort.</summary>
/// <param name="FileName">Path relative to the manifest.</param>
/// <param name="Write">Makes the image and writes it to a path, whole or not at all.</param>
internal sealed record SyntheticImage(string FileName, Action<string> Write);

/// <summary>A kind of synthetic cohort.</summary>
internal interface ISyntheticSource
{
    /// <summary>Names of the manifest columns beyond case, patient and path; the labels are last.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The images of one patient; depends on the seed and the patient's number only.</summary>
    /// <param name="patient">Number of the patient, from 0.</param>
    IEnumerable<SyntheticCase> CasesOf(int patient);

    /// <summary>Writes what belongs to the whole cohort, unless it is there.</summary>
    /// <param name="folder">The cohort's folder.</param>
    void WriteBeside(string folder)
    {
        // Most kinds have nothing.
    }
}

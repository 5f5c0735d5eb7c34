using MedTrain.Data.Cohorts;
using MedTrain.Learning.Batching;

namespace MedTrain.Runs;

/// <summary>What one network sees of every case: the whole image, or some of its parts one at a time.</summary>
/// <param name="Source">The images by sample number: <c>case * Parts.Count + place in Parts</c>.</param>
/// <param name="Parts">Names of the parts; empty for the whole image.</param>
internal sealed record SampleView(SampleSource Source, IReadOnlyList<string> Parts)
{
    /// <summary>Samples of one case.</summary>
    public int PerCase => Math.Max(1, Parts.Count);

    /// <summary>The samples of some cases, all parts of a case behind each other. A part has the labels and the patient of its case.</summary>
    public IEnumerable<LabelledCase> Samples(Cohort cohort, IEnumerable<int> indices, ContextEncoding? context) => indices.SelectMany(index =>
        Enumerable.Range(0, PerCase).Select(part => new LabelledCase(
            (index * PerCase) + part,
            Parts.Count == 0 ? cohort.Cases[index].CaseId : IdOf(cohort.Cases[index].CaseId, Parts[part]),
            cohort.Cases[index].Labels,
            cohort.Cases[index].PatientId,
            context?.Encode(column => cohort.Cases[index].Columns.GetValueOrDefault(column)))));

    /// <summary>The id of a part.</summary>
    public static string IdOf(string caseId, string part) => $"{caseId} [{part}]";
}

namespace MedTrain.Data.Cohorts;

/// <summary>Finds patients and images that are in more than one part of a split.</summary>
public static class LeakageAudit
{
    /// <summary>Finds patients that a split puts into more than one part of the same fold.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="split">Its split.</param>
    /// <returns>One finding per patient.</returns>
    public static IReadOnlyList<DataProblem> FindSharedPatients(Cohort cohort, Split split)
    {
        var problems = new ProblemList(cohort.Source);
        foreach (var fold in split.Folds)
        {
            FindSharedPatients(cohort.Cases, index => fold.PartOf(index), problems);
        }
        return problems.ToList();
    }

    /// <summary>
    /// Finds images of equal content in different parts of a fold: the network would be tested on what it was trained with.
    /// </summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="split">Its split.</param>
    /// <param name="contentHashes">Hash of each case's file content, in the order of <see cref="Cohort.Cases"/>.</param>
    /// <returns>One finding per pair of parts that share an image.</returns>
    public static IReadOnlyList<DataProblem> FindSharedImages(Cohort cohort, Split split, IReadOnlyList<string> contentHashes)
    {
        var problems = new ProblemList(cohort.Source);
        var groups = Enumerable.Range(0, cohort.Cases.Count)
            .GroupBy(index => contentHashes[index], StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => group.ToList())
            .ToList();
        foreach (var group in groups)
        {
            var crossing = split.Folds.FirstOrDefault(fold => group.Select(fold.PartOf).Distinct().Count() > 1);
            if (crossing is null)
            {
                continue;
            }
            var places = group.Select(index => $"case '{cohort.Cases[index].CaseId}' ({SplitPartNames.NameOf(crossing.PartOf(index))})");
            problems.AddLine(
                cohort.Cases[group[0]].ManifestLine,
                "the same image in two parts of the split",
                $"the same image is in two parts of the split: {string.Join(", ", places.Take(5))}; remove the copies or give them one patient id",
                DataProblemKind.Leakage);
        }
        return problems.ToList();
    }

    /// <summary>Finds patients that the manifest's split column puts into more than one part.</summary>
    internal static void FindSharedPatients(IReadOnlyList<Case> cases, ProblemList problems) =>
        FindSharedPatients(cases, index => cases[index].GivenPart, problems);

    private static void FindSharedPatients(IReadOnlyList<Case> cases, Func<int, SplitPart?> partOf, ProblemList problems)
    {
        var patients = Enumerable.Range(0, cases.Count)
            .Where(index => cases[index].PatientId.Length > 0 && partOf(index) is not null)
            .GroupBy(index => cases[index].PatientId, StringComparer.Ordinal);
        foreach (var patient in patients)
        {
            var parts = patient.GroupBy(index => partOf(index)!.Value).OrderBy(part => part.Key).ToList();
            if (parts.Count == 1)
            {
                continue;
            }
            var places = parts.Select(part => $"{SplitPartNames.NameOf(part.Key)} ({LinesOf(part, cases)})");
            problems.AddLine(
                cases[patient.First()].ManifestLine,
                "a patient in two parts of the split",
                $"patient '{patient.Key}' is in {string.Join(" and ", places)}; all images of a patient must be in one part",
                DataProblemKind.Leakage);
        }
    }

    private static string LinesOf(IEnumerable<int> indices, IReadOnlyList<Case> cases)
    {
        var lines = indices.Select(index => cases[index].ManifestLine).ToList();
        var listed = string.Join(", ", lines.Take(5)) + (lines.Count > 5 ? ", …" : "");
        return (lines.Count == 1 ? "line " : "lines ") + listed;
    }
}

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
        FindSharedInFirstFold(cohort, split, one => one.PatientId, "patient", problems);
        return problems.ToList();
    }

    /// <summary>Finds values of a group column that a split puts into more than one part of the same fold.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="split">Its split.</param>
    /// <param name="column">The column.</param>
    /// <returns>One finding per value.</returns>
    public static IReadOnlyList<DataProblem> FindSharedGroups(Cohort cohort, Split split, string column)
    {
        var problems = new ProblemList(cohort.Source);
        FindSharedInFirstFold(cohort, split, one => one.Columns.GetValueOrDefault(column, ""), column, problems);
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
        FindShared(cases, index => cases[index].GivenPart, one => one.PatientId, "patient", problems);

    /// <summary>Finds values that are in more than one part.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="partOf">The part of a case; null = in none.</param>
    /// <param name="valueOf">The value of a case; blank = not compared.</param>
    /// <param name="noun">What the value is: patient, or the column's name.</param>
    /// <param name="problems">Receives one problem a value.</param>
    internal static void FindShared(
        IReadOnlyList<Case> cases, Func<int, SplitPart?> partOf, Func<Case, string> valueOf, string noun, ProblemList problems)
    {
        var groups = Enumerable.Range(0, cases.Count)
            .Where(index => valueOf(cases[index]).Length > 0 && partOf(index) is not null)
            .GroupBy(index => valueOf(cases[index]), StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var parts = group.GroupBy(index => partOf(index)!.Value).OrderBy(part => part.Key).ToList();
            if (parts.Count == 1)
            {
                continue;
            }
            var places = parts.Select(part => $"{SplitPartNames.NameOf(part.Key)} ({LinesOf(part, cases)})");
            problems.AddLine(
                cases[group.First()].ManifestLine,
                $"a {noun} in two parts of the split",
                $"{noun} '{group.Key}' is in {string.Join(" and ", places)}; all images of a {noun} must be in one part",
                DataProblemKind.Leakage);
        }
    }

    /// <summary>The folds of a bad split share much the same values: the first fold that shares any tells enough.</summary>
    private static void FindSharedInFirstFold(Cohort cohort, Split split, Func<Case, string> valueOf, string noun, ProblemList problems)
    {
        foreach (var fold in split.Folds)
        {
            FindShared(cohort.Cases, index => fold.PartOf(index), valueOf, noun, problems);
            if (!problems.IsEmpty)
            {
                return;
            }
        }
    }

    private static string LinesOf(IEnumerable<int> indices, IReadOnlyList<Case> cases)
    {
        var lines = indices.Select(index => cases[index].ManifestLine).ToList();
        var listed = string.Join(", ", lines.Take(5)) + (lines.Count > 5 ? ", …" : "");
        return (lines.Count == 1 ? "line " : "lines ") + listed;
    }
}

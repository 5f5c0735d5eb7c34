namespace MedTrain.Data.Cohorts;

/// <summary>What a careful person would look at before training.</summary>
internal static class CohortWarnings
{
    /// <summary>Sentences about labels with one class only, many unknowns, and images named twice.</summary>
    public static IEnumerable<string> Of(Cohort cohort)
    {
        foreach (var count in cohort.CountLabels())
        {
            if (count.Unknown * 4 > cohort.Cases.Count)
            {
                yield return $"label '{count.Label}' is unknown for {count.Unknown} of {cohort.Cases.Count} cases; they do not train it and are not scored for it";
            }
            if (cohort.Task != LabelTask.Regression && (count.Positive == 0 || count.Negative == 0))
            {
                yield return $"label '{count.Label}' has {count.Positive} positive and {count.Negative} negative cases; nothing can be learned or scored for it";
            }
        }
        var repeated = cohort.Cases.GroupBy(one => one.Path, StringComparer.Ordinal).Where(group => group.Count() > 1).ToList();
        if (repeated.Count > 0)
        {
            yield return $"image files named by more than one case: {repeated.Count}, such as that of {string.Join(", ", repeated[0].Select(one => one.CaseId).Take(3))}";
        }
    }
}

namespace MedTrain.Data.Cohorts;

/// <summary>The cases of an experiment, in the manifest's order.</summary>
public sealed class Cohort
{
    /// <summary>Makes a cohort.</summary>
    /// <param name="source">The manifest or folder that it came from, for messages.</param>
    /// <param name="task">What is to be learned.</param>
    /// <param name="labelNames">Names of the label values; for multiclass the class names.</param>
    /// <param name="cases">The cases; case ids are unique.</param>
    public Cohort(string source, LabelTask task, IReadOnlyList<string> labelNames, IReadOnlyList<Case> cases)
    {
        Source = source;
        Task = task;
        LabelNames = labelNames;
        Cases = cases;
        PatientIds = [.. cases.Select(one => one.PatientId).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The manifest or folder that the cohort came from.</summary>
    public string Source { get; }

    /// <summary>What is to be learned.</summary>
    public LabelTask Task { get; }

    /// <summary>Names of the label values of each case; for <see cref="LabelTask.Multiclass"/> the class names.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>The cases, in the manifest's order.</summary>
    public IReadOnlyList<Case> Cases { get; }

    /// <summary>The distinct patient ids, in the order of their first case.</summary>
    public IReadOnlyList<string> PatientIds { get; }

    /// <summary>The same cohort with fewer cases, such as those whose images could be read.</summary>
    /// <param name="indices">Indices into <see cref="Cases"/> of the cases to keep, in order.</param>
    /// <returns>The smaller cohort.</returns>
    public Cohort Select(IEnumerable<int> indices) => new(Source, Task, LabelNames, [.. indices.Select(index => Cases[index])]);

    /// <summary>Counts of each label over some cases.</summary>
    /// <param name="indices">Indices into <see cref="Cases"/>; all cases when null.</param>
    /// <returns>One row per label name. Regression has no classes: all known values count as positive.</returns>
    public IReadOnlyList<LabelCount> CountLabels(IReadOnlyList<int>? indices = null)
    {
        indices ??= [.. Enumerable.Range(0, Cases.Count)];
        var counts = new LabelCount[LabelNames.Count];
        for (var label = 0; label < counts.Length; label++)
        {
            var values = indices.Select(index => Cases[index].Labels[label]).ToList();
            var unknown = values.Count(float.IsNaN);
            var negative = Task == LabelTask.Regression ? 0 : values.Count(value => value == 0);
            counts[label] = new LabelCount(LabelNames[label], values.Count - unknown - negative, negative, unknown);
        }
        return counts;
    }
}

/// <summary>How many cases have a label, lack it, or are unknown.</summary>
/// <param name="Label">The label's or class's name.</param>
/// <param name="Positive">Cases that have it; for regression all known values.</param>
/// <param name="Negative">Cases that do not.</param>
/// <param name="Unknown">Cases with a blank value.</param>
public sealed record LabelCount(string Label, int Positive, int Negative, int Unknown);

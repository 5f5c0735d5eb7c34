namespace MedTrain.Data.Cohorts;

/// <summary>What reading a manifest or a folder gave.</summary>
/// <param name="Cohort">The cohort; null when there are problems other than a given split that leaks.</param>
/// <param name="Problems">Everything that is wrong, in the order of lines; leakage of a given split included.</param>
/// <param name="Warnings">What a careful person would look at, in full sentences.</param>
public sealed record CohortReading(Cohort? Cohort, IReadOnlyList<DataProblem> Problems, IReadOnlyList<string> Warnings);

/// <summary>Reads a manifest into a <see cref="Cohort"/> and finds everything wrong with it in one pass.</summary>
public static class ManifestReader
{
    /// <summary>Reads the cohort that a config names, be it a manifest or class folders.</summary>
    /// <param name="config">The <c>data</c> section of the experiment file.</param>
    /// <param name="task">What is to be learned.</param>
    /// <param name="requireLabels">Whether a manifest without label columns is a problem.</param>
    /// <returns>The cohort, or all problems.</returns>
    public static CohortReading Read(CohortConfig config, LabelTask task, bool requireLabels = true)
    {
        var problems = new ProblemList(config.Manifest);
        var warnings = new List<string>();
        Cohort? cohort = null;
        if (config.Manifest is null == config.ClassFolders is null)
        {
            problems.AddConfig("data.manifest", "name either data.manifest or data.class_folders" + (config.Manifest is null ? "" : ", not both"));
        }
        else if (config.ClassFolders is not null)
        {
            cohort = ClassFolders.Read(config, task, problems, warnings);
        }
        else if (!File.Exists(config.Manifest))
        {
            problems.AddConfig("data.manifest", $"there is no file '{config.Manifest}'");
        }
        else if (ManifestTable.Read(config.Manifest!, problems) is { } table)
        {
            cohort = new ManifestInterpretation(config, task, table, problems, warnings).ToCohort(requireLabels);
        }
        var found = problems.ToList();
        if (cohort is null || found.Any(problem => problem.Kind != DataProblemKind.Leakage))
        {
            return new CohortReading(null, found, warnings);
        }
        warnings.AddRange(CohortWarnings.Of(cohort));
        return new CohortReading(cohort, found, warnings);
    }

    /// <summary>As <see cref="Read"/>, for callers that cannot go on with problems.</summary>
    /// <param name="config">The <c>data</c> section of the experiment file.</param>
    /// <param name="task">What is to be learned.</param>
    /// <returns>The cohort.</returns>
    /// <exception cref="LeakageException">The only problem is that the given split leaks.</exception>
    /// <exception cref="CohortException">Anything else is wrong; carries all problems.</exception>
    public static Cohort ReadOrThrow(CohortConfig config, LabelTask task)
    {
        var reading = Read(config, task);
        if (reading is { Cohort: { } cohort, Problems.Count: 0 })
        {
            return cohort;
        }
        throw reading.Problems.All(problem => problem.Kind == DataProblemKind.Leakage)
            ? new LeakageException(reading.Problems)
            : new CohortException(reading.Problems);
    }
}

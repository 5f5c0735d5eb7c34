namespace MedTrain.Data.Cohorts;

/// <summary>Lists of cases that a data set's makers or a paper's authors gave: one case id, image file name or patient id a line.</summary>
internal static class SplitLists
{
    /// <summary>The cohort with the parts that the lists give, in place of those of the manifest's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="config">Names the list files.</param>
    /// <param name="warnings">Receives what matched only in part.</param>
    /// <exception cref="CohortException">A list is missing, names nothing of the cohort, or contradicts another.</exception>
    public static Cohort Apply(Cohort cohort, SplitConfig config, List<string> warnings)
    {
        var problems = new ProblemList(cohort.Source);
        var partOf = new Dictionary<string, SplitPart>(StringComparer.Ordinal);
        foreach (var (key, file, part) in new[]
        {
            ("split.train_list", config.TrainList, SplitPart.Train),
            ("split.validation_list", config.ValidationList, SplitPart.Validation),
            ("split.test_list", config.TestList, SplitPart.Test),
        })
        {
            if (file is not null)
            {
                ReadList(key, file, part, cohort, partOf, problems, warnings);
            }
        }
        if (!problems.IsEmpty)
        {
            throw new CohortException(problems.ToList());
        }
        var cases = cohort.Cases.Select(one => one with { GivenPart = NamesOf(one).Where(partOf.ContainsKey).Select(name => (SplitPart?)partOf[name]).FirstOrDefault() }).ToList();
        var unlisted = cases.Count(one => one.GivenPart is null);
        if (unlisted > 0 && config.TrainList is not null)
        {
            warnings.Add($"{unlisted} of {cases.Count} cases are in no list; they are treated like the training cases");
        }
        return new Cohort(cohort.Source, cohort.Task, cohort.LabelNames, cases);
    }

    private static void ReadList(
        string key, string file, SplitPart part, Cohort cohort, Dictionary<string, SplitPart> partOf, ProblemList problems, List<string> warnings)
    {
        if (!File.Exists(file))
        {
            problems.AddConfig(key, $"there is no file '{file}'");
            return;
        }
        var entries = File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        foreach (var entry in entries.Where(entry => !partOf.TryAdd(entry, part) && partOf[entry] != part).Take(5))
        {
            problems.AddConfig(key, $"'{entry}' is in the {SplitPartNames.NameOf(partOf[entry])} list too; each case can be in one list only");
        }
        var known = cohort.Cases.SelectMany(NamesOf).ToHashSet(StringComparer.Ordinal);
        var matched = entries.Count(known.Contains);
        if (matched == 0)
        {
            problems.AddConfig(key, $"none of the {entries.Count} entries of '{file}' is a case id, image file name or patient id of the cohort");
        }
        else if (matched < entries.Count)
        {
            warnings.Add($"{key}: {matched} of {entries.Count} entries of '{file}' are in the cohort");
        }
    }

    private static IEnumerable<string> NamesOf(Case one) => [one.CaseId, Path.GetFileName(one.Path), one.PatientId];
}

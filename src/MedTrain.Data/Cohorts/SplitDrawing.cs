namespace MedTrain.Data.Cohorts;

/// <summary>
/// Draws the folds of one cohort. A part that the manifest's split column names is exactly what the column says; a part that it does
/// not name is drawn from the patients marked train and the unmarked ones.
/// </summary>
internal sealed class SplitDrawing
{
    private const long HoldOutPurpose = 0;
    private const long FoldsPurpose = 1;
    private const long FirstValidationPurpose = 2;

    private readonly Cohort cohort;
    private readonly SplitConfig config;
    private readonly long seed;
    private readonly PatientStrata strata;
    private readonly Dictionary<string, SplitPart> given;
    private readonly List<string> warnings = [];

    public SplitDrawing(Cohort cohort, SplitConfig config, long seed)
    {
        this.cohort = cohort;
        this.config = config;
        this.seed = seed;
        strata = new PatientStrata(cohort);
        given = config.UseColumn ? GivenParts(cohort) : [];
    }

    /// <summary>Draws.</summary>
    /// <returns>The split and its warnings.</returns>
    public (Split Split, IReadOnlyList<string> Warnings) Draw()
    {
        var parts = config.Folds == 1 ? [DrawHoldOut()] : DrawFolds();
        var split = new Split(cohort, parts);
        WarnOfGivenParts();
        WarnOfMissingClasses(split);
        return (split, warnings);
    }

    private SplitPart[] DrawHoldOut()
    {
        var pool = Pool();
        var validation = Names(SplitPart.Validation) ? 0 : Share(config.Validation);
        var test = Names(SplitPart.Test) ? 0 : Share(config.Test);
        RequirePatients(pool.Count, validation + test + 1);
        var drawn = strata.Deal(pool, [pool.Count - validation - test, validation, test], seed, HoldOutPurpose, config.Stratify);
        return PartsOf(patient => drawn.TryGetValue(patient, out var part) ? (SplitPart)part : given[patient]);
    }

    private List<SplitPart[]> DrawFolds()
    {
        if (Names(SplitPart.Validation))
        {
            throw Refuse("split.folds", $"is {config.Folds}, but the manifest's split column already names the validation cases; set split.folds: 1, or split.use_column: false");
        }
        var pool = Pool();
        var tested = !Names(SplitPart.Test);
        var validation = tested ? Share(config.Validation) : 0;
        RequirePatients(pool.Count, config.Folds + validation);
        var sizes = Enumerable.Range(0, config.Folds).Select(fold => (pool.Count * (fold + 1) / config.Folds) - (pool.Count * fold / config.Folds)).ToArray();
        var group = strata.Deal(pool, sizes, seed, FoldsPurpose, config.Stratify);
        return [.. Enumerable.Range(0, config.Folds).Select(fold => DrawFold(fold, group, tested, validation))];
    }

    private SplitPart[] DrawFold(int fold, Dictionary<string, int> group, bool tested, int validation)
    {
        if (!tested)
        {
            return PartsOf(patient => group.TryGetValue(patient, out var own) ? own == fold ? SplitPart.Validation : SplitPart.Train : given[patient]);
        }
        var rest = group.Where(entry => entry.Value != fold).Select(entry => entry.Key).ToList();
        var drawn = strata.Deal(rest, [rest.Count - validation, validation], seed, FirstValidationPurpose + fold, config.Stratify);
        return PartsOf(patient => drawn.TryGetValue(patient, out var part) ? (SplitPart)part : SplitPart.Test);
    }

    private SplitPart[] PartsOf(Func<string, SplitPart> partOf) => [.. cohort.Cases.Select(one => partOf(one.PatientId))];

    private List<string> Pool() =>
        [.. cohort.PatientIds.Where(patient => !given.TryGetValue(patient, out var part) || part == SplitPart.Train)];

    private bool Names(SplitPart part) => given.ContainsValue(part);

    private int Share(double fraction) => fraction <= 0 ? 0 : Math.Max(1, (int)Math.Round(fraction * cohort.PatientIds.Count));

    private void RequirePatients(int available, int needed)
    {
        if (available < needed)
        {
            throw Refuse("split", $"needs at least {needed} patients to draw from, there are {available}; add patients, or lower split.folds, split.validation or split.test");
        }
    }

    private void WarnOfGivenParts()
    {
        var drawn = new[] { (SplitPart.Validation, config.Validation), (SplitPart.Test, config.Test) }
            .Where(entry => given.Count > 0 && config.Folds == 1 && entry.Item2 > 0 && !Names(entry.Item1))
            .Select(entry => SplitPartNames.NameOf(entry.Item1));
        warnings.AddRange(drawn.Select(name => $"the manifest's split column names no {name} cases; they were drawn from its train cases and the unmarked ones"));
    }

    private void WarnOfMissingClasses(Split split)
    {
        if (cohort.Task == LabelTask.Regression)
        {
            return;
        }
        foreach (var fold in split.Folds)
        {
            foreach (var part in Enum.GetValues<SplitPart>().Where(part => fold.IndicesOf(part).Count > 0))
            {
                var missing = cohort.CountLabels(fold.IndicesOf(part)).Where(count => count.Positive == 0 || count.Negative == 0).Select(count => count.Label).ToList();
                if (missing.Count > 0)
                {
                    var where = split.Folds.Count > 1 ? $" of fold {fold.Number}" : "";
                    warnings.Add($"the {SplitPartNames.NameOf(part)} part{where} has no positive or no negative cases of {string.Join(", ", missing)}");
                }
            }
        }
    }

    private static Dictionary<string, SplitPart> GivenParts(Cohort cohort)
    {
        var problems = new ProblemList(cohort.Source);
        LeakageAudit.FindSharedPatients(cohort.Cases, problems);
        if (!problems.IsEmpty)
        {
            throw new LeakageException(problems.ToList());
        }
        return cohort.Cases
            .Where(one => one.GivenPart is not null)
            .GroupBy(one => one.PatientId, StringComparer.Ordinal)
            .ToDictionary(patient => patient.Key, patient => patient.First().GivenPart!.Value, StringComparer.Ordinal);
    }

    private static CohortException Refuse(string key, string message) =>
        new([new DataProblem(DataProblemKind.Config, message, ConfigKey: key)]);
}

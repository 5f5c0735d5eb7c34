namespace MedTrain.Data.Cohorts;

/// <summary>
/// Draws the folds of one cohort. A part that lists or the manifest's split column name is exactly what they say; a part that they do
/// not name is drawn from the patients marked train and the unmarked ones.
/// </summary>
internal sealed class SplitDrawing
{
    private const long HoldOutPurpose = 0;
    private const long FoldsPurpose = 1;
    private const long FirstValidationPurpose = 2;
    private const long FirstInnerPurpose = 1000;

    /// <summary>How many draws are compared when columns are to be balanced.</summary>
    private const int BalancingDraws = 20;

    /// <summary>Parts that differ no more than this need no better draw.</summary>
    private const double BalancedP = 0.8;

    private readonly Cohort cohort;
    private readonly Cohort units;
    private readonly SplitConfig config;
    private readonly long seed;
    private readonly bool allowLeakage;
    private readonly PatientStrata strata;
    private readonly Dictionary<string, SplitPart> given;
    private readonly List<string> warnings = [];

    public SplitDrawing(Cohort cohort, SplitConfig config, long seed, bool allowLeakage)
    {
        RequireColumns(cohort, config);
        this.cohort = config.HasLists ? SplitLists.Apply(cohort, config, warnings) : cohort;
        this.config = config;
        this.seed = seed;
        this.allowLeakage = allowLeakage || config.Unit == SplitUnit.Case;
        var usesGiven = config.UseColumn || config.HasLists;
        if (usesGiven && !this.allowLeakage)
        {
            RefuseLeakage();
        }
        units = SplitUnits.Of(this.cohort, config, this.allowLeakage);
        strata = new PatientStrata(units, config.Balance);
        given = usesGiven ? GivenParts() : [];
    }

    /// <summary>Draws.</summary>
    /// <returns>The split and its warnings.</returns>
    public (Split Split, IReadOnlyList<string> Warnings) Draw()
    {
        var split = config.Balance.Count == 0 ? DrawOnce(seed) : DrawBalanced();
        WarnOfGivenParts();
        WarnOfMissingClasses(split);
        return (split, warnings);
    }

    /// <summary>Of several draws the one in which the parts differ least.</summary>
    private Split DrawBalanced()
    {
        Split? best = null;
        var bestP = -1.0;
        for (var draw = 0; draw < BalancingDraws && bestP < BalancedP; draw++)
        {
            var split = DrawOnce(SeedOf(seed, draw));
            var least = SplitBalance.Of(cohort, split, config.Balance).Min(row => row.PValue) ?? 1;
            (best, bestP) = least > bestP ? (split, least) : (best, bestP);
        }
        return best!;
    }

    private Split DrawOnce(long drawSeed)
    {
        List<SplitPart[]> folds = config.LeaveOut is { } column
            ? DrawLeaveOut(column, drawSeed)
            : [.. Enumerable.Range(0, config.Repeats).SelectMany(repeat => DrawRepeat(SeedOf(drawSeed, repeat)))];
        return new Split(cohort, folds, allowLeakage);
    }

    private List<SplitPart[]> DrawRepeat(long drawSeed) => config.Folds == 1 ? [DrawHoldOut(drawSeed)] : DrawFolds(drawSeed);

    private SplitPart[] DrawHoldOut(long drawSeed)
    {
        var pool = Pool();
        var validation = Names(SplitPart.Validation) ? 0 : Share(config.Validation);
        var test = Names(SplitPart.Test) ? 0 : Share(config.Test);
        RequirePatients(pool.Count, validation + test + 1);
        var drawn = strata.Deal(pool, [pool.Count - validation - test, validation, test], drawSeed, HoldOutPurpose, config.Stratify);
        return PartsOf(unit => drawn.TryGetValue(unit, out var part) ? (SplitPart)part : given[unit]);
    }

    private List<SplitPart[]> DrawFolds(long drawSeed)
    {
        if (Names(SplitPart.Validation))
        {
            throw Refuse("split.folds", $"is {config.Folds}, but the validation cases are already given by the manifest's split column or a list; set split.folds: 1, or split.use_column: false");
        }
        if (config.InnerFolds > 0 && Names(SplitPart.Test))
        {
            throw Refuse("split.inner_folds", "has no meaning where the test cases are given: cross-validation of the others is split.folds without inner_folds");
        }
        var pool = Pool();
        var isTested = !Names(SplitPart.Test);
        RequirePatients(pool.Count, config.Folds + (isTested ? Math.Max(config.InnerFolds, Share(config.Validation)) : 0));
        var group = strata.Deal(pool, EqualSizes(pool.Count, config.Folds), drawSeed, FoldsPurpose, config.Stratify);
        return [.. Enumerable.Range(0, config.Folds).SelectMany(fold => isTested
            ? DrawAround(group.Where(entry => entry.Value == fold).Select(entry => entry.Key), fold, drawSeed)
            : [PartsOf(unit => group.TryGetValue(unit, out var own) ? own == fold ? SplitPart.Validation : SplitPart.Train : given[unit])])];
    }

    private List<SplitPart[]> DrawLeaveOut(string column, long drawSeed)
    {
        var blank = cohort.Cases.Count(one => one.Columns[column].Length == 0);
        var values = cohort.Cases.Select(one => one.Columns[column]).Where(value => value.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
        if (blank > 0 || values.Count < 2)
        {
            throw Refuse("split.leave_out", blank > 0
                ? $"column '{column}' is blank for {blank} cases, which could neither be trained on nor left out; fill it in, or remove them"
                : $"column '{column}' has {values.Count} value; leaving one out needs at least 2");
        }
        return [.. values.SelectMany((value, fold) => DrawAround(
            units.Cases.Where(one => one.Columns[column] == value).Select(one => one.PatientId).Distinct(StringComparer.Ordinal), fold, drawSeed))];
    }

    /// <summary>The folds whose test part is given: one with a drawn validation part, or one for each inner fold.</summary>
    private IEnumerable<SplitPart[]> DrawAround(IEnumerable<string> testUnits, int fold, long drawSeed)
    {
        var test = testUnits.ToHashSet(StringComparer.Ordinal);
        var rest = units.PatientIds.Where(unit => !test.Contains(unit)).ToList();
        if (config.InnerFolds > 0)
        {
            RequirePatients(rest.Count, config.InnerFolds);
            var inner = strata.Deal(rest, EqualSizes(rest.Count, config.InnerFolds), drawSeed, FirstInnerPurpose + fold, config.Stratify);
            return Enumerable.Range(0, config.InnerFolds).Select(turn =>
                PartsOf(unit => !inner.TryGetValue(unit, out var own) ? SplitPart.Test : own == turn ? SplitPart.Validation : SplitPart.Train));
        }
        var validation = Share(config.Validation);
        RequirePatients(rest.Count, validation + 1);
        var drawn = strata.Deal(rest, [rest.Count - validation, validation], drawSeed, FirstValidationPurpose + fold, config.Stratify);
        return [PartsOf(unit => drawn.TryGetValue(unit, out var part) ? (SplitPart)part : SplitPart.Test)];
    }

    private SplitPart[] PartsOf(Func<string, SplitPart> partOf) => [.. units.Cases.Select(one => partOf(one.PatientId))];

    private List<string> Pool() =>
        [.. units.PatientIds.Where(unit => !given.TryGetValue(unit, out var part) || part == SplitPart.Train)];

    private bool Names(SplitPart part) => given.ContainsValue(part);

    private int Share(double fraction) => fraction <= 0 ? 0 : Math.Max(1, (int)Math.Round(fraction * units.PatientIds.Count));

    private static int[] EqualSizes(int count, int parts) => [.. Enumerable.Range(0, parts).Select(part => (count * (part + 1) / parts) - (count * part / parts))];

    /// <summary>The first draw uses the experiment's seed itself.</summary>
    private static long SeedOf(long seed, int draw) =>
        draw == 0 ? seed : (long)new CounterRandom(seed, RandomStream.Split, -1, draw).NextBits();

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
            .Where(entry => given.Count > 0 && config.Folds == 1 && config.LeaveOut is null && entry.Item2 > 0 && !Names(entry.Item1))
            .Select(entry => SplitPartNames.NameOf(entry.Item1));
        var giver = config.HasLists ? "the lists name" : "the manifest's split column names";
        warnings.AddRange(drawn.Select(name => $"{giver} no {name} cases; they were drawn from its train cases and the unmarked ones"));
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

    private void RefuseLeakage()
    {
        var problems = new ProblemList(cohort.Source);
        LeakageAudit.FindSharedPatients(cohort.Cases, problems);
        foreach (var column in config.Groups)
        {
            LeakageAudit.FindShared(cohort.Cases, index => cohort.Cases[index].GivenPart, one => one.Columns[column], column, problems);
        }
        if (!problems.IsEmpty)
        {
            throw new LeakageException(problems.ToList());
        }
    }

    private Dictionary<string, SplitPart> GivenParts() => units.Cases
        .Where(one => one.GivenPart is not null)
        .GroupBy(one => one.PatientId, StringComparer.Ordinal)
        .ToDictionary(unit => unit.Key, unit => unit.First().GivenPart!.Value, StringComparer.Ordinal);

    private static void RequireColumns(Cohort cohort, SplitConfig config)
    {
        var known = cohort.Cases.SelectMany(one => one.Columns.Keys).Distinct(StringComparer.Ordinal).ToList();
        var wanted = config.Balance.Select(column => ("split.balance", column))
            .Concat(config.Groups.Select(column => ("split.groups", column)))
            .Concat(config.LeaveOut is { } one ? [("split.leave_out", one)] : []);
        var problems = new ProblemList(cohort.Source);
        foreach (var (key, column) in wanted.Where(entry => !known.Contains(entry.Item2, StringComparer.Ordinal)))
        {
            problems.AddConfig(key, $"the manifest has no column '{column}'.{NearestName.Question(column, known)} Its other columns are {string.Join(", ", known)}");
        }
        if (!problems.IsEmpty)
        {
            throw new CohortException(problems.ToList());
        }
    }

    private static CohortException Refuse(string key, string message) =>
        new([new DataProblem(DataProblemKind.Config, message, ConfigKey: key)]);
}

using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Tests.Cohorts;

/// <summary>Repeated, nested and leave-one-out splits, groups, balance, lists and files.</summary>
public sealed class SplitKindsTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Repeated_cross_validation_draws_other_folds_each_time_and_the_first_as_without_repeats()
    {
        var cohort = SomeCohort.Multilabel(1, patients: 60);

        var split = Draw(cohort, new SplitConfig { Folds = 3, Repeats = 4 });

        Assert.Equal(12, split.Folds.Count);
        foreach (var repeat in split.Folds.Chunk(3))
        {
            Assert.Equal(Enumerable.Range(0, cohort.Cases.Count), repeat.SelectMany(fold => fold.Test).Order());
        }
        Assert.NotEqual(split.Folds[0].Test, split.Folds[3].Test);
        Assert.Equal(Draw(cohort, new SplitConfig { Folds = 3 }).Folds[1].Test, split.Folds[1].Test);
    }

    [Fact]
    public void In_nested_folds_every_other_patient_validates_once_per_test_part()
    {
        var cohort = SomeCohort.Multilabel(2, patients: 50);

        var split = Draw(cohort, new SplitConfig { Folds = 4, InnerFolds = 3 });

        Assert.Equal(12, split.Folds.Count);
        foreach (var outer in split.Folds.Chunk(3))
        {
            Assert.All(outer, inner => Assert.Equal(outer[0].Test, inner.Test));
            Assert.Equal(Enumerable.Range(0, cohort.Cases.Count).Except(outer[0].Test), outer.SelectMany(inner => inner.Validation).Order());
        }
    }

    [Fact]
    public void Each_site_is_left_out_once()
    {
        var cohort = WithColumn(SomeCohort.Multilabel(3, patients: 40), "site", one => "ABC"[one.PatientId.Length % 2 + (one.PatientId[^1] % 2)].ToString());

        var split = Draw(cohort, new SplitConfig { LeaveOut = "site" });

        Assert.Equal(3, split.Folds.Count);
        foreach (var (fold, site) in split.Folds.Zip(["A", "B", "C"]))
        {
            Assert.All(fold.Test, index => Assert.Equal(site, cohort.Cases[index].Columns["site"]));
            Assert.All(fold.Train.Concat(fold.Validation), index => Assert.NotEqual(site, cohort.Cases[index].Columns["site"]));
            Assert.NotEmpty(fold.Validation);
        }
    }

    [Fact]
    public void A_column_that_is_blank_or_missing_cannot_be_left_out()
    {
        var cohort = WithColumn(SomeCohort.Multilabel(3, patients: 9), "site", one => one.CaseId == "c0-0" ? "" : "A");

        Assert.Contains("blank for 1 cases", Refusal(cohort, new SplitConfig { LeaveOut = "site" }), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'site'?", Refusal(cohort, new SplitConfig { LeaveOut = "sites" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_column_keeps_patients_together()
    {
        var cohort = WithColumn(SomeCohort.Multilabel(4, patients: 60), "family", one => $"f{int.Parse(one.PatientId[1..]) / 4}");

        var split = Draw(cohort, new SplitConfig { Folds = 3, Groups = ["family"] });

        Assert.All(split.Folds, fold => Assert.All(
            cohort.Cases.Select((one, index) => (Family: one.Columns["family"], Part: fold.PartOf(index))).GroupBy(one => one.Family),
            family => Assert.Single(family.Select(one => one.Part).Distinct())));
        Assert.Empty(LeakageAudit.FindSharedGroups(cohort, split, "family"));
        Assert.NotEmpty(LeakageAudit.FindSharedGroups(cohort, Draw(cohort, new SplitConfig { Folds = 3 }), "family"));
    }

    [Fact]
    public void Balanced_columns_differ_less_than_drawn_ones()
    {
        var random = new CounterRandom(8, RandomStream.Synthesis);
        var cohort = SomeCohort.Given([.. Enumerable.Repeat("", 60)]);
        var ages = cohort.Cases.ToDictionary(one => one.CaseId, _ => random.NextDouble(50, 90));
        cohort = WithColumn(WithColumn(cohort, "age", one => $"{ages[one.CaseId]:0.0}"), "sex", one => ages[one.CaseId] * 10 % 2 < 1 ? "F" : "M");

        double Least(SplitConfig config) => Enumerable.Range(0, 10)
            .Average(seed => SplitBalance.Of(cohort, Draw(cohort, config, seed), ["age", "sex"]).Min(row => row.PValue)!.Value);

        var balanced = Least(new SplitConfig { Balance = ["age", "sex"] });
        Assert.InRange(balanced, 0.5, 1);
        Assert.InRange(Least(new SplitConfig()), 0, balanced - 0.2);
    }

    [Fact]
    public void Cases_as_units_may_tear_patients_apart_only_where_that_was_asked_for()
    {
        var cohort = SomeCohort.Multilabel(5, patients: 40);

        Assert.Empty(LeakageAudit.FindSharedPatients(cohort, Draw(cohort, new SplitConfig())));
        Assert.NotEmpty(LeakageAudit.FindSharedPatients(cohort, Draw(cohort, new SplitConfig { Unit = SplitUnit.Case })));
    }

    [Fact]
    public void Official_lists_name_cases_by_id_image_or_patient()
    {
        var cohort = SomeCohort.Given(["", "", "", "", "", ""]);
        var test = scratch.Write("test.txt", "c0\np1\nc9.png\n\n");

        var (split, warnings) = Split.Draw(cohort, new SplitConfig { TestList = test, Validation = 0.2 }, 0);

        Assert.Equal([0, 1], split.Folds[0].Test);
        Assert.Single(split.Folds[0].Validation);
        Assert.Contains(warnings, warning => warning.Contains("2 of 3 entries", StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_of_strangers_a_missing_list_and_contradicting_lists_are_refused_together()
    {
        var cohort = SomeCohort.Given(["", "", ""]);
        var config = new SplitConfig
        {
            TrainList = scratch.Write("train.txt", "c0\nc1"), TestList = scratch.Write("test.txt", "c1\nc2"), ValidationList = scratch.Write("val.txt", "x"),
        };

        var refusal = Refusal(cohort, config);

        Assert.Contains("split.test_list: 'c1' is in the train list too", refusal, StringComparison.Ordinal);
        Assert.Contains("split.validation_list: none of the 1 entries", refusal, StringComparison.Ordinal);
        Assert.Contains("there is no file", Refusal(cohort, new SplitConfig { TestList = "/nowhere.txt" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_tears_a_patient_apart_is_leakage_unless_it_is_accepted()
    {
        var cohort = SomeCohort.Given(["", "", "", "", ""], patientOf: index => index < 2 ? "p" : $"q{index}");
        var config = new SplitConfig { TrainList = scratch.Write("train.txt", "c0\nc2\nc3"), TestList = scratch.Write("test.txt", "c1\nc4"), Validation = 0.2 };

        Assert.Throws<LeakageException>(() => Split.Draw(cohort, config, 0));
        var (split, _) = Split.Draw(cohort, config, 0, allowLeakage: true);
        Assert.Equal([1, 4], split.Folds[0].Test);
    }

    [Fact]
    public void A_written_split_is_used_as_it_is()
    {
        var cohort = SomeCohort.Multilabel(6, patients: 30);
        var drawn = Draw(cohort, new SplitConfig { Folds = 3 }, seed: 5);
        SplitFile.Write(scratch.Combine("split.csv"), cohort, drawn);

        Assert.Equal(drawn.Hash, Draw(cohort, new SplitConfig { File = scratch.Combine("split.csv") }, seed: 9).Hash);
        Assert.Contains("split.file: there is no file", Refusal(cohort, new SplitConfig { File = "/nowhere.csv" }), StringComparison.Ordinal);
    }

    private static Split Draw(Cohort cohort, SplitConfig config, long seed = 0) => Split.Draw(cohort, config, seed).Split;

    private static string Refusal(Cohort cohort, SplitConfig config) => Assert.Throws<CohortException>(() => Split.Draw(cohort, config, 0)).Message;

    private static Cohort WithColumn(Cohort cohort, string column, Func<Case, string> valueOf) => new(
        cohort.Source, cohort.Task, cohort.LabelNames,
        [.. cohort.Cases.Select(one => one with { Columns = new Dictionary<string, string>(one.Columns) { [column] = valueOf(one) } })]);
}

using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Tests.Cohorts;

public sealed class SplitTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_case_has_one_part_and_no_patient_two(int seed)
    {
        var cohort = SomeCohort.Multilabel(seed, patients: 10 + (seed * 7));
        var config = new SplitConfig { Folds = 1 + (seed % 4), Stratify = seed % 2 == 0 };

        var (split, _) = Split.Draw(cohort, config, seed);

        Assert.Equal(config.Folds, split.Folds.Count);
        foreach (var fold in split.Folds)
        {
            Assert.Equal(Enumerable.Range(0, cohort.Cases.Count), fold.Train.Concat(fold.Validation).Concat(fold.Test).Order());
            var parts = cohort.Cases.Select((one, index) => (one.PatientId, Part: fold.PartOf(index))).Distinct();
            Assert.Equal(cohort.PatientIds.Count, parts.Count());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_fractions_of_patients_are_exact(int seed)
    {
        var cohort = SomeCohort.Multilabel(seed, patients: 100 + seed);

        var (split, _) = Split.Draw(cohort, new SplitConfig { Validation = 0.1, Test = 0.25 }, seed);

        Assert.Equal(Math.Round(0.1 * cohort.PatientIds.Count), Patients(cohort, split.Folds[0].Validation));
        Assert.Equal(Math.Round(0.25 * cohort.PatientIds.Count), Patients(cohort, split.Folds[0].Test));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Stratified_parts_have_like_shares_of_every_label(int seed)
    {
        var cohort = SomeCohort.Multilabel(seed, patients: 300);

        var (split, _) = Split.Draw(cohort, new SplitConfig(), seed);

        for (var label = 0; label < cohort.LabelNames.Count; label++)
        {
            var positives = cohort.Cases.Where(one => one.Labels[label] == 1).Select(one => one.PatientId).ToHashSet();
            foreach (var (part, fraction) in new[] { (split.Folds[0].Test, 0.2), (split.Folds[0].Validation, 0.15) })
            {
                var inPart = part.Select(index => cohort.Cases[index].PatientId).Distinct().Count(positives.Contains);
                Assert.InRange(inPart, (fraction * positives.Count) - 2, (fraction * positives.Count) + 2);
            }
        }
    }

    [Fact]
    public void Every_patient_is_tested_in_exactly_one_fold()
    {
        var cohort = SomeCohort.Multilabel(3, patients: 53);

        var (split, _) = Split.Draw(cohort, new SplitConfig { Folds = 5 }, 1);

        Assert.Equal(Enumerable.Range(0, cohort.Cases.Count), split.Folds.SelectMany(fold => fold.Test).Order());
        Assert.All(split.Folds, fold => Assert.InRange(Patients(cohort, fold.Test), 10, 11));
        Assert.All(split.Folds, fold => Assert.Equal(8, Patients(cohort, fold.Validation)));
    }

    [Fact]
    public void The_split_depends_on_the_seed_but_not_on_the_order_of_the_cases()
    {
        var cohort = SomeCohort.Multilabel(5, patients: 80);
        var reversed = cohort.Select(Enumerable.Range(0, cohort.Cases.Count).Reverse());

        var hash = Split.Draw(cohort, new SplitConfig(), 7).Split.Hash;

        Assert.Equal(hash, Split.Draw(cohort, new SplitConfig(), 7).Split.Hash);
        Assert.Equal(hash, Split.Draw(reversed, new SplitConfig(), 7).Split.Hash);
        Assert.NotEqual(hash, Split.Draw(cohort, new SplitConfig(), 8).Split.Hash);
    }

    [Fact]
    public void Regression_is_stratified_by_value()
    {
        var cohort = SomeCohort.Regression(patients: 200);

        var (split, _) = Split.Draw(cohort, new SplitConfig(), 0);

        var mean = cohort.Cases.Average(one => one.Labels[0]);
        Assert.InRange(split.Folds[0].Test.Average(index => cohort.Cases[index].Labels[0]), mean - 3, mean + 3);
    }

    [Fact]
    public void The_given_split_is_used_as_it_is()
    {
        var cohort = SomeCohort.Given(["train", "train", "train", "val", "test", "test"]);

        var (split, warnings) = Split.Draw(cohort, new SplitConfig { Stratify = false }, 0);

        Assert.Equal([0, 1, 2], split.Folds[0].Train);
        Assert.Equal([3], split.Folds[0].Validation);
        Assert.Equal([4, 5], split.Folds[0].Test);
        Assert.DoesNotContain(warnings, warning => warning.Contains("drawn", StringComparison.Ordinal));
    }

    [Fact]
    public void A_part_that_the_column_does_not_name_is_drawn_from_train_and_unmarked_cases()
    {
        var cohort = SomeCohort.Given(["test", "test", "train", "train", "train", "", "", "", "", ""]);

        var (split, warnings) = Split.Draw(cohort, new SplitConfig { Validation = 0.2 }, 0);

        Assert.Equal([0, 1], split.Folds[0].Test);
        Assert.Equal(2, split.Folds[0].Validation.Count);
        Assert.Contains(warnings, warning => warning.Contains("names no validation cases", StringComparison.Ordinal));
    }

    [Fact]
    public void Folds_keep_the_given_test_cases_out_and_validate_every_other_patient_once()
    {
        var cohort = SomeCohort.Given(["test", "test", "", "", "", "", "", "", "", ""]);

        var (split, _) = Split.Draw(cohort, new SplitConfig { Folds = 4 }, 0);

        Assert.All(split.Folds, fold => Assert.Equal([0, 1], fold.Test));
        Assert.Equal(Enumerable.Range(2, 8), split.Folds.SelectMany(fold => fold.Validation).Order());
    }

    [Fact]
    public void Folds_refuse_given_validation_cases()
    {
        var cohort = SomeCohort.Given(["train", "train", "val", "train"]);

        var error = Assert.Throws<CohortException>(() => Split.Draw(cohort, new SplitConfig { Folds = 2 }, 0));
        Assert.Equal("split.folds", error.Problems[0].ConfigKey);
    }

    [Fact]
    public void Too_few_patients_are_refused_with_the_number_needed()
    {
        var error = Assert.Throws<CohortException>(() => Split.Draw(SomeCohort.Given(["", ""]), new SplitConfig(), 0));

        Assert.Contains("at least 3 patients", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_patient_in_two_parts_is_refused_unless_the_column_is_not_used()
    {
        var cohort = SomeCohort.Given(["train", "test", "train", "train", "train"], patientOf: index => index < 2 ? "p" : $"q{index}");

        var error = Assert.Throws<LeakageException>(() => Split.Draw(cohort, new SplitConfig(), 0));
        Assert.Contains("patient 'p' is in train (line 2) and test (line 3)", error.Message, StringComparison.Ordinal);
        Assert.NotNull(Split.Draw(cohort, new SplitConfig { UseColumn = false }, 0).Split);
    }

    [Fact]
    public void A_part_without_positives_is_a_warning()
    {
        var cohort = SomeCohort.Given(["train", "train", "val", "test"]);

        var (_, warnings) = Split.Draw(cohort, new SplitConfig(), 0);

        Assert.Contains(warnings, warning => warning.Contains("test part has no positive or no negative cases of x", StringComparison.Ordinal));
    }

    [Fact]
    public void Images_of_equal_content_in_two_parts_are_found()
    {
        var cohort = SomeCohort.Given(["train", "val", "test", "test"]);
        var (split, _) = Split.Draw(cohort, new SplitConfig(), 0);

        var finding = Assert.Single(LeakageAudit.FindSharedImages(cohort, split, ["h1", "h2", "h1", "h3"]));

        Assert.Equal(DataProblemKind.Leakage, finding.Kind);
        Assert.Contains("case 'c0' (train), case 'c2' (test)", finding.Message, StringComparison.Ordinal);
        Assert.Empty(LeakageAudit.FindSharedImages(cohort, split, ["h1", "h2", "h3", "h3"]));
    }

    private static int Patients(Cohort cohort, IEnumerable<int> cases) => cases.Select(index => cohort.Cases[index].PatientId).Distinct().Count();
}

/// <summary>Cohorts without images.</summary>
internal static class SomeCohort
{
    /// <summary>Patients of 1 to 5 cases with four labels of 5 to 40 % prevalence, some unknown.</summary>
    public static Cohort Multilabel(int seed, int patients)
    {
        double[] prevalence = [0.05, 0.1, 0.2, 0.4];
        var cases = new List<Case>();
        for (var patient = 0; patient < patients; patient++)
        {
            var random = new CounterRandom(seed, RandomStream.Synthesis, patient);
            for (int image = 0, last = random.NextInt(5); image <= last; image++)
            {
                var labels = new float[prevalence.Length];
                for (var label = 0; label < labels.Length; label++)
                {
                    labels[label] = random.NextDouble() < 0.05 ? float.NaN : random.NextDouble() < prevalence[label] ? 1 : 0;
                }
                cases.Add(Of($"c{patient}-{image}", $"p{patient}", labels, cases.Count + 2));
            }
        }
        return new Cohort("manifest.csv", LabelTask.Multilabel, ["a", "b", "c", "d"], cases);
    }

    /// <summary>One case per patient, its value is its number.</summary>
    public static Cohort Regression(int patients) =>
        new("manifest.csv", LabelTask.Regression, ["age"], [.. Enumerable.Range(0, patients).Select(number => Of($"c{number}", $"p{number}", [number], number + 2))]);

    /// <summary>Cases c0, c1, … with given parts (blank: none), label x alternating.</summary>
    public static Cohort Given(string[] parts, Func<int, string>? patientOf = null) =>
        new("manifest.csv", LabelTask.Binary, ["x"], [.. parts.Select((part, index) =>
            Of($"c{index}", patientOf?.Invoke(index) ?? $"p{index}", [index % 2], index + 2) with { GivenPart = SplitPartNames.Parse(part) })]);

    private static Case Of(string caseId, string patientId, float[] labels, int line) =>
        new(caseId, patientId, $"/images/{caseId}", labels, new Dictionary<string, string>(), line);
}

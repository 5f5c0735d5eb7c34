using MedTrain.Data.Cohorts;
using MedTrain.Data.Cohorts.Audit;

namespace MedTrain.Data.Tests.Cohorts.Audit;

public class SplitAuditTests
{
    [Fact]
    public void A_patient_and_a_group_in_two_parts_are_leakage()
    {
        var cohort = Cohort(12, index => $"p{index / 2}", index => index % 2, index => ("family", $"f{index / 4}"));
        SplitPart[] parts = [.. Enumerable.Range(0, 12).Select(index => index < 5 ? SplitPart.Train : index < 7 ? SplitPart.Validation : SplitPart.Test)];
        var split = new Split(cohort, [parts], allowLeakage: true);

        var findings = SplitAudit.OfSplit(cohort, split, new SplitConfig { Groups = ["family"] });

        Assert.All(findings, finding => Assert.True(finding.IsLeakage));
        Assert.Equal(2, findings.Count(finding => finding.Rule == AuditRule.Patient));
        Assert.Equal(1, findings.Count(finding => finding.Rule == AuditRule.Group));
        Assert.Contains("family 'f1' is in train", findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_without_a_test_part_reports_on_what_chose_the_epoch()
    {
        var cohort = Cohort(4, index => $"p{index}", index => index % 2);

        Assert.NotNull(SplitAudit.MissingTest(new Split(cohort, [[SplitPart.Train, SplitPart.Train, SplitPart.Validation, SplitPart.Validation]])));
        Assert.Null(SplitAudit.MissingTest(new Split(cohort, [[SplitPart.Train, SplitPart.Train, SplitPart.Validation, SplitPart.Test]])));
    }

    [Fact]
    public void Weights_that_have_seen_patients_of_the_test_part_are_leakage()
    {
        var cohort = Cohort(6, index => $"p{index}", index => index % 2);
        var split = new Split(cohort, [[SplitPart.Train, SplitPart.Train, SplitPart.Validation, SplitPart.Validation, SplitPart.Test, SplitPart.Test]]);
        var other = new Split(cohort, [[SplitPart.Test, SplitPart.Validation, SplitPart.Train, SplitPart.Train, SplitPart.Train, SplitPart.Validation]]);

        var own = SeenPatients.Of(SeenPatients.Metadata(cohort, split.Folds[0], null));
        var others = SeenPatients.Of(SeenPatients.Metadata(cohort, other.Folds[0], null));
        var inherited = SeenPatients.Of(SeenPatients.Metadata(cohort, split.Folds[0], others));

        Assert.Empty(SplitAudit.OfPretrained(cohort, split.Folds, "w", own));
        var findings = SplitAudit.OfPretrained(cohort, split.Folds, "w", others);
        Assert.Equal([AuditRule.Fitted, AuditRule.Fitted, AuditRule.Selection], findings.Select(finding => finding.Rule));
        Assert.Contains("2 of the 2 patients of the validation part of fold 0 (p2, p3)", findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("were chosen by their result on 1 of the 1 patients of the test part of fold 0 (p5)", findings[2].Message, StringComparison.Ordinal);
        Assert.Equal(3, SplitAudit.OfPretrained(cohort, split.Folds, "w", inherited).Count);
        Assert.False(Assert.Single(SplitAudit.OfPretrained(cohort, split.Folds, "w", null)).IsLeakage);
    }

    [Fact]
    public void Weights_files_carry_no_patient_ids()
    {
        var cohort = Cohort(3, index => $"secret-patient-{index}", index => index % 2);
        var split = new Split(cohort, [[SplitPart.Train, SplitPart.Validation, SplitPart.Test]]);

        Assert.DoesNotContain("secret", string.Concat(SeenPatients.Metadata(cohort, split.Folds[0], null).Values), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_goes_with_the_site_is_a_warning()
    {
        var confounded = Cohort(80, index => $"p{index}", index => index % 10 < 5 ? 1 : 0, index => ("site", index % 10 < 4 ? "north" : "south"));
        var sound = Cohort(80, index => $"p{index}", index => index % 2, index => ("site", index % 4 < 2 ? "north" : "south"));
        SplitPart[] parts = [.. Enumerable.Range(0, 80).Select(index => (SplitPart)(index / 10 % 3))];

        var finding = Assert.Single(SplitAudit.Warnings(confounded, new Split(confounded, [parts])));

        Assert.Equal((AuditRule.Confounding, false), (finding.Rule, finding.IsLeakage));
        Assert.Contains("south 8 of 48, north 32 of 32", finding.Message, StringComparison.Ordinal);
        Assert.Empty(SplitAudit.Warnings(sound, new Split(sound, [parts])));
    }

    [Fact]
    public void A_label_of_other_frequency_in_one_part_is_a_warning()
    {
        var cohort = Cohort(90, index => $"p{index}", index => index < 30 && index % 5 > 0 ? 1 : index % 5 == 0 ? 1 : 0);
        SplitPart[] parts = [.. Enumerable.Range(0, 90).Select(index => (SplitPart)(index / 30))];

        var finding = Assert.Single(SplitAudit.Warnings(cohort, new Split(cohort, [parts])));

        Assert.Equal(AuditRule.Prevalence, finding.Rule);
        Assert.Contains("train 100 %, validation 20 %, test 20 %", finding.Message, StringComparison.Ordinal);
    }

    private static Cohort Cohort(int count, Func<int, string> patientOf, Func<int, int> labelOf, Func<int, (string Name, string Value)>? columnOf = null) => new(
        "manifest.csv", LabelTask.Binary, ["x"],
        [.. Enumerable.Range(0, count).Select(index => new Case(
            $"c{index}", patientOf(index), $"/images/{index}", [labelOf(index)],
            columnOf is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [columnOf(index).Name] = columnOf(index).Value }, index + 2))]);
}

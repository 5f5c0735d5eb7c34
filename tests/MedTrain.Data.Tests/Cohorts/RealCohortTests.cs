using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Tests.Cohorts;

/// <summary>The labels.csv of every real set becomes a cohort and a split; the ready configs in configs/ use these settings.</summary>
public sealed class RealCohortTests
{
    private static readonly ColumnNames ImageIsCase = new() { CaseId = "image", Path = "image" };

    [SharedDataTheory]
    [InlineData("cxr_pediatric", 678)]
    [InlineData("ct2d", 35)]
    [InlineData("cxr", null)]
    public void Sets_with_patients_split_by_patient(string set, int? patients)
    {
        var label = set switch { "cxr_pediatric" => "pneumonia", "ct2d" => "contrast", _ => "Pneumonia" };

        var cohort = ManifestReader.ReadOrThrow(Config(set, label) with { Columns = ImageIsCase }, LabelTask.Binary);
        var (split, _) = Split.Draw(cohort, new SplitConfig(), 0);

        Assert.True(patients is null || patients == cohort.PatientIds.Count, $"{cohort.PatientIds.Count} patients");
        Assert.Empty(LeakageAudit.FindSharedPatients(cohort, split));
        Assert.True(split.Folds[0].Test.Count > 0);
    }

    [SharedDataFact]
    public void Text_classes_of_the_paediatric_radiographs_are_found()
    {
        var cohort = ManifestReader.ReadOrThrow(Config("cxr_pediatric", "label") with { Columns = ImageIsCase }, LabelTask.Multiclass);

        Assert.Equal(["bacteria", "normal", "virus"], cohort.LabelNames.Order());
    }

    [SharedDataFact]
    public void The_brains_give_sex_from_text_and_age_as_a_number()
    {
        var config = Config("brain", "sex") with { Positive = "M", Columns = ImageIsCase with { PatientId = "participant_id" } };

        Assert.Equal(48, ManifestReader.ReadOrThrow(config, LabelTask.Binary).Cases.Count);
        Assert.All(ManifestReader.ReadOrThrow(config with { Labels = ["age"] }, LabelTask.Regression).Cases, one => Assert.InRange(one.Labels[0], 15, 60));
    }

    [SharedDataFact]
    public void The_adrenal_split_column_is_used_and_its_missing_test_part_drawn()
    {
        var config = Config("adrenal3d", "mass") with { Columns = new ColumnNames { PatientId = "case_id", Path = "image" } };
        var cohort = ManifestReader.ReadOrThrow(config, LabelTask.Binary);

        var (split, warnings) = Split.Draw(cohort, new SplitConfig(), 0);

        Assert.Equal(cohort.Cases.Count(one => one.GivenPart == SplitPart.Validation), split.Folds[0].Validation.Count);
        Assert.Contains(warnings, warning => warning.Contains("names no test cases", StringComparison.Ordinal));
    }

    [SharedDataFact]
    public void The_hippocampi_give_volumes()
    {
        var config = Config("hippocampus", "volume_mm3") with { Columns = new ColumnNames { PatientId = "case_id", Path = "image" } };

        Assert.Equal(171, ManifestReader.ReadOrThrow(config, LabelTask.Regression).Cases.Count);
    }

    [SharedDataFact]
    public void Mednist_is_read_from_class_folders()
    {
        var reading = ManifestReader.Read(new CohortConfig { ClassFolders = SharedData.At("mednist") }, LabelTask.Multiclass);

        Assert.Equal(3600, reading.Cohort!.Cases.Count);
        Assert.Equal(["AbdomenCT", "BreastMRI", "CXR", "ChestCT", "Hand", "HeadCT"], reading.Cohort.LabelNames);
    }

    private static CohortConfig Config(string set, params string[] labels) => new() { Manifest = SharedData.At(set, "labels.csv"), Labels = labels };
}

using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Dicom;
using MedTrain.Data.Imaging.Nifti;
using MedTrain.Data.Preprocessing;
using MedTrain.Data.Synthesis;
using MedTrain.Data.Tests.Imaging;

namespace MedTrain.Data.Tests.Synthesis;

public sealed class SyntheticCohortTests : IDisposable
{
    private static readonly SyntheticConfig SmallRadiographs = new() { Kind = SyntheticKind.Radiographs, Patients = 12, Seed = 5, Size = 32 };
    private static readonly SyntheticConfig SmallBrains = new() { Kind = SyntheticKind.Brains, Patients = 6, Seed = 5, Size = 32 };

    private readonly ScratchFolder folder = new();
    private readonly ConcurrentDictionary<string, DicomPicture> pictures = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SyntheticKind.Radiographs)]
    [InlineData(SyntheticKind.Brains)]
    public void The_same_seed_gives_the_same_files_and_another_seed_others(SyntheticKind kind)
    {
        var config = kind == SyntheticKind.Brains ? SmallBrains : SmallRadiographs;
        Create(config, "one");
        Create(config, "two");
        Create(config with { Seed = 6 }, "three");

        Assert.Equal(HashesOf("one"), HashesOf("two"));
        Assert.NotEqual(HashesOf("one"), HashesOf("three"));
    }

    [Fact]
    public void A_patient_does_not_depend_on_how_many_others_there_are()
    {
        Create(SmallBrains, "few");
        Create(SmallBrains with { Patients = 9 }, "many");

        var few = HashesOf("few").Where(entry => entry.Key.EndsWith(".gz", StringComparison.Ordinal)).ToList();
        Assert.Equal(7, few.Count); // with the atlas
        Assert.Subset(HashesOf("many").ToHashSet(), few.ToHashSet());
    }

    [Fact]
    public void The_atlas_lies_over_every_brain()
    {
        Create(SmallBrains, "set");
        var atlas = new RegionMeans { Atlas = folder.Combine("set", "atlas.nii.gz") };

        foreach (var path in Directory.GetFiles(folder.Combine("set", "images")))
        {
            var brain = NiftiReader.Read(path, ReadOptions.Default);
            var means = atlas.Apply(brain).Voxels;
            Assert.Equal(17, means.Length);
            Assert.True(means[2] < 0.85 * means[15], "the third ventricle is not darker than the white matter");
        }
    }

    [Fact]
    public void The_second_time_nothing_is_made()
    {
        Assert.Equal(6, Create(SmallBrains, "set").Made);
        Assert.Equal(0, Create(SmallBrains, "set").Made);
    }

    [Fact]
    public void An_interrupted_cohort_is_finished_and_equals_an_uninterrupted_one()
    {
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => SyntheticCohort.Create(
            SmallRadiographs,
            folder.Combine("set", "manifest.csv"),
            (path, picture) =>
            {
                WriteFake(path, picture);
                if (pictures.Count >= 8)
                {
                    cancel.Cancel();
                }
            },
            cancellation: cancel.Token));
        Assert.False(File.Exists(folder.Combine("set", "manifest.csv")));

        var outcome = Create(SmallRadiographs, "set");

        Assert.InRange(outcome.Made, 1, outcome.Images - 8);
        Create(SmallRadiographs, "whole");
        Assert.Equal(HashesOf("whole"), HashesOf("set"));
    }

    [Fact]
    public void A_folder_with_anything_else_is_refused_and_left_alone()
    {
        folder.Write("mine/thesis.txt", "text");
        Create(SmallBrains, "brains");

        Assert.Contains("holds no synthetic cohort", Assert.Throws<CohortException>(() => Create(SmallBrains, "mine")).Message, StringComparison.Ordinal);
        Assert.Contains("another synthetic cohort", Assert.Throws<CohortException>(() => Create(SmallBrains with { Seed = 1 }, "brains")).Message, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(folder.Combine("mine")).Select(Path.GetFileName));
    }

    [Fact]
    public void An_experiment_makes_its_cohort_only_where_no_manifest_is()
    {
        var own = new CohortConfig { Manifest = folder.Write("own/manifest.csv", "case_id"), Synthetic = SmallBrains };
        var absent = new CohortConfig { Manifest = folder.Combine("new", "manifest.csv"), Synthetic = SmallBrains };

        Assert.Null(SyntheticCohort.CreateFor(own, WriteFake));
        Assert.Null(SyntheticCohort.CreateFor(absent with { Synthetic = null }, WriteFake));
        Assert.Equal(6, SyntheticCohort.CreateFor(absent, WriteFake)!.Made);
        Assert.Equal(0, SyntheticCohort.CreateFor(absent, WriteFake)!.Made);
    }

    [Fact]
    public void Radiographs_have_four_findings_of_20_to_40_percent_some_unknown_and_one_to_three_images_per_patient()
    {
        var manifest = Create(SmallRadiographs with { Patients = 300 }, "set").Manifest;
        var cohort = ManifestReader.ReadOrThrow(
            new CohortConfig { Manifest = manifest, Labels = ["cardiomegaly", "effusion", "pneumothorax", "nodule"] }, LabelTask.Multilabel);

        Assert.Equal(300, cohort.PatientIds.Count);
        Assert.All(cohort.CountLabels(), count => Assert.InRange((double)count.Positive / (count.Positive + count.Negative), 0.2, 0.4));
        Assert.All(cohort.CountLabels(), count => Assert.InRange(count.Unknown, 1, cohort.Cases.Count / 15));
        Assert.Equal([1, 2, 3], cohort.Cases.GroupBy(one => one.PatientId).Select(patient => patient.Count()).Distinct().Order());
        var inverted = pictures.Values.Count(picture => picture.Photometric == "MONOCHROME1");
        Assert.InRange((double)inverted / pictures.Count, 0.08, 0.25);
        Assert.All(pictures.Values, picture => Assert.InRange(picture.Stored.Max(), 1000, 4095));
    }

    [Fact]
    public void Radiographs_are_read_back_from_dicom_with_their_spacing_and_bright_heart()
    {
        var path = folder.Combine("set", "manifest.csv");
        SyntheticCohort.Create(SmallRadiographs with { Patients = 2 }, path, TestWorkers.Shared.WriteDicom);

        foreach (var file in Directory.GetFiles(folder.Combine("set", "images")))
        {
            var volume = TestWorkers.Shared.Read(file);
            Assert.Equal(new GridSize(32, 32, 1), volume.Size);
            Assert.Equal(380.0 / 32, volume.Geometry.SpacingMm.X, 3);
            Assert.True(volume[16, 20] > 1.5 * volume[1, 1], $"{volume[16, 20]} against {volume[1, 1]}");
        }
    }

    [Fact]
    public void A_second_view_is_another_exposure_of_the_same_visit_in_a_column_of_its_own()
    {
        var labels = new[] { "cardiomegaly", "effusion", "pneumothorax", "nodule" };
        Cohort Read(string manifest) => ManifestReader.ReadOrThrow(new CohortConfig { Manifest = manifest, Labels = labels }, LabelTask.Multilabel);
        var alone = Read(Create(SmallRadiographs, "alone").Manifest);
        var outcome = Create(SmallRadiographs with { SecondView = true }, "pairs");
        var pairs = Read(outcome.Manifest);

        Assert.Equal(2 * alone.Cases.Count, outcome.Images);
        Assert.Equal(alone.Cases.Select(one => (one.CaseId, string.Join(' ', one.Labels))), pairs.Cases.Select(one => (one.CaseId, string.Join(' ', one.Labels))));
        foreach (var one in pairs.Cases)
        {
            var other = pictures[folder.Combine("pairs", one.Columns["second_path"])];
            Assert.Equal(pictures[one.Path].StudyUid, other.StudyUid);
            Assert.NotEqual(pictures[one.Path].InstanceUid, other.InstanceUid);
            Assert.NotEqual(pictures[one.Path].Stored, other.Stored);
        }
    }

    [Fact]
    public void A_second_view_of_brains_is_refused_and_one_too_many_is_named()
    {
        var error = Assert.Throws<CohortException>(() => Create(SmallBrains with { SecondView = true }, "brains"));
        Assert.Contains("only radiographs", error.Message, StringComparison.Ordinal);
        Create(SmallRadiographs, "set");
        error = Assert.Throws<CohortException>(() => Create(SmallRadiographs with { SecondView = true }, "set"));
        Assert.Contains("images per patient 3, second view, generator", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Brains_come_in_several_orientations_with_the_head_in_the_middle()
    {
        Create(SmallBrains with { Patients = 20 }, "set");
        var volumes = Directory.GetFiles(folder.Combine("set", "images")).Select(path => ImageReader.Read(path, ReadOptions.Default)).ToList();

        Assert.Equal(3, volumes.Select(volume => volume.Geometry.AxisCodes).Distinct().Count());
        Assert.All(volumes, volume =>
        {
            var middle = volume.Geometry.ToVoxel(Vector3.Zero);
            Assert.InRange((middle - (new Vector3(volume.Size.X - 1, volume.Size.Y - 1, volume.Size.Z - 1) / 2)).Length, 0, 4);
            Assert.Equal(0, volume[0, 0, 0]);
        });
    }

    [Fact]
    public void Ventricles_and_cortex_follow_age_and_diagnosis()
    {
        var patients = Enumerable.Range(0, 400).Select(number =>
        {
            var random = new CounterRandom(3, RandomStream.Synthesis, number);
            return BrainPatient.Draw(ref random);
        }).ToList();
        double Mean(Func<BrainPatient, bool> which, Func<BrainPatient, double> value) => patients.Where(which).Average(value);

        Assert.True(Mean(one => one.HasDementia, one => one.Ventricles) > Mean(one => !one.HasDementia, one => one.Ventricles) + 0.2);
        Assert.True(Mean(one => one.HasDementia, one => one.CortexMm) < Mean(one => !one.HasDementia, one => one.CortexMm) - 0.4);
        Assert.True(Mean(one => one.Age > 75, one => one.Ventricles) > Mean(one => one.Age < 65, one => one.Ventricles) + 0.1);
        Assert.InRange(Mean(one => one.HasDementia, one => one.Age) - Mean(one => !one.HasDementia, one => one.Age), -3, 3);
    }

    private SyntheticOutcome Create(SyntheticConfig config, string name) =>
        SyntheticCohort.Create(config, folder.Combine(name, "manifest.csv"), WriteFake);

    private void WriteFake(string path, DicomPicture picture)
    {
        pictures[path] = picture;
        File.WriteAllBytes(path, SHA256.HashData(MemoryMarshal.AsBytes(picture.Stored.AsSpan())));
    }

    private Dictionary<string, string> HashesOf(string name) => Directory.GetFiles(folder.Combine(name), "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(folder.Combine(name), path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
}

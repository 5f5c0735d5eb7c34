using MedTrain.Data.Cohorts;
using MedTrain.Data.Cohorts.Indexing;
using MedTrain.Data.Imaging.Dicom;
using MedTrain.Data.Privacy;
using MedTrain.Data.Tests.Imaging;
using MedTrain.Data.Tests.Imaging.Dicom;

namespace MedTrain.Data.Tests.Cohorts.Indexing;

public sealed class DicomIndexTests : IDisposable
{
    private const string Name = "ZQUIGLEY^JANE";
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_hospitals_folder_becomes_a_manifest_without_names()
    {
        Series("ZQUIGLEY_JANE/T1", "t1", Name, slices: 3);
        Series("OTHER/T1", "t1-other", "OTHER^ONE", slices: 4);

        var outcome = Index();

        Assert.Equal((IndexLayout.Dicom, 2, 2), (outcome.Layout, outcome.Images, outcome.Patients));
        var manifest = File.ReadAllText(scratch.Combine("out", "manifest.csv"));
        Assert.DoesNotContain("QUIGLEY", manifest, StringComparison.OrdinalIgnoreCase);
        var reading = ManifestReader.Read(new CohortConfig { Manifest = scratch.Combine("out", "manifest.csv") }, LabelTask.Multilabel, requireLabels: false);
        Assert.Empty(reading.Problems);
        Assert.Equal([3, 4], reading.Cohort!.Cases.Select(one => TestWorkers.Shared.Read(one.Path).Size.Z).Order());
    }

    [Fact]
    public void Pseudonyms_are_equal_under_one_key_and_differ_under_another()
    {
        Series("a", "t1", Name, slices: 1);

        string Patient(char key)
        {
            Index(request => request with { Key = () => PseudonymKey.Of(new string(key, 64)) });
            return File.ReadAllLines(scratch.Combine("out", "manifest.csv"))[1].Split(',')[1];
        }

        Assert.Matches("^P[0-9a-f]{16}$", Patient('a'));
        Assert.Equal(Patient('a'), Patient('a'));
        Assert.NotEqual(Patient('a'), Patient('b'));
    }

    [Fact]
    public void Several_series_of_a_study_are_refused_with_a_list_unless_one_is_chosen()
    {
        Series("a", "t1", Name, slices: 3, description: "T1 of ZQUIGLEY");
        Series("b", "t2", Name, slices: 4, description: "T2 of ZQUIGLEY");

        var refusal = Assert.Throws<CohortException>(() => Index()).Message;

        Assert.Contains("has 2 series: ", refusal, StringComparison.Ordinal);
        Assert.Contains(DicomUid.From("t1") + " (CT, 3 files of 24x16)", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("QUIGLEY", refusal, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, Index(request => request with { SeriesDescription = "t2" }).Images);
        Assert.Equal(2, Index(request => request with { Every = true }).Images);
        Assert.Contains("modalities are CT", Assert.Throws<CohortException>(() => Index(request => request with { Modality = "MR" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_told_without_the_name_in_its_path()
    {
        Series("ZQUIGLEY_JANE", "t1", Name, slices: 3);
        var path = scratch.Combine("in", "ZQUIGLEY_JANE", "slice2.dcm");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^100]);

        var refusal = Assert.Throws<CohortException>(() => Index()).Message;

        Assert.Contains("/***_***/slice2.dcm (file 2 of 3 in the order of names): truncated", refusal, StringComparison.Ordinal);
        Assert.Contains(Index(request => request with { SkipUnreadable = true }).Warnings, warning => warning.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Own_paths_are_kept_only_where_they_name_nobody()
    {
        Series("plain", "t1", "OTHER^ONE", slices: 2);
        Assert.Equal(1, Index(request => request with { KeepPaths = true }).Images);
        Assert.Contains("in/plain", File.ReadAllText(scratch.Combine("out", "manifest.csv")), StringComparison.Ordinal);

        Series("zquigley", "t2", Name, slices: 2);
        Assert.Contains("contains its patient's name or id", Assert.Throws<CohortException>(() => Index(request => request with { KeepPaths = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_is_made_once_for_its_owner_only()
    {
        var path = scratch.Combine("keys", "pseudonym.key");

        Assert.Equal(PseudonymKey.LoadOrCreate(path).PseudonymOf("P", "x"), PseudonymKey.LoadOrCreate(path).PseudonymOf("P", "x"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
        Assert.Throws<InvalidDataException>(() => PseudonymKey.LoadOrCreate(scratch.Write("bad.key", "secret")));
    }

    private IndexOutcome Index(Func<IndexRequest, IndexRequest>? change = null)
    {
        var request = new IndexRequest
        {
            Folder = scratch.Combine("in"), Manifest = scratch.Combine("out", "manifest.csv"),
            Key = () => PseudonymKey.Of(new string('a', 64)), Describe = TestWorkers.Shared.Describe,
        };
        return FolderIndex.Run(change is null ? request : change(request));
    }

    /// <summary>Slices whose patient name and id are <paramref name="patient"/>.</summary>
    private void Series(string folder, string series, string patient, int slices, string? description = null)
    {
        for (var n = 1; n <= slices; n++)
        {
            var path = scratch.Combine("in", folder, $"slice{n}.dcm");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            TestWorkers.Shared.WriteDicom(path, Pictures.CtSlice(2.5 * n, n, series) with { PatientId = patient, SeriesDescription = description });
        }
    }
}

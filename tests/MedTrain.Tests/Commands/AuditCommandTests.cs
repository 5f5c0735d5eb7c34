using System.Text.Json.Nodes;

namespace MedTrain.Tests.Commands;

public sealed class AuditCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_leak_is_listed_and_ends_with_exit_code_3()
    {
        var manifest = Manifest(("p0", "f1", "train"), ("p0", "f1", "test"), ("p1", "f2", "train"), ("p2", "f2", "test"), ("p3", "f3", "val"), ("p4", "f4", "val"));

        var outcome = Audit(manifest, "--groups", "family");

        Assert.Equal((3, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("patient 'p0' is in train (line 2) and test (line 3)", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("family 'f2' is in train (line 4) and test (line 5)", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("3 leaks in 6 cases of 5 patients", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_split_ends_with_exit_code_0() =>
        Assert.Equal(0, Audit(Manifest(("p0", "a", "train"), ("p1", "b", "val"), ("p2", "c", "test"), ("p3", "c", "test"))).ExitCode);

    [Fact]
    public void A_split_without_test_part_is_leakage_for_the_audit()
    {
        var outcome = Audit(Manifest(("p0", "a", "train"), ("p1", "b", "val"), ("p2", "c", "val"), ("p3", "c", "train")), "--test", "0", "--json");

        var report = JsonNode.Parse(outcome.Output)!;
        Assert.Equal((3, "selection"), (outcome.ExitCode, (string)report["findings"]![0]!["rule"]!));
    }

    [Fact]
    public void A_written_split_is_audited_as_it_is()
    {
        var manifest = Manifest(("p0", "a", ""), ("p0", "a", ""), ("p1", "b", ""), ("p2", "c", ""));
        var split = _folder.Write("split.csv", "case_id,patient_id,fold,part\nc0,p0,0,train\nc1,p0,0,test\nc2,p1,0,validation\nc3,p2,0,test\n");

        var outcome = Audit(manifest, "--file", split);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("patient 'p0'", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_the_options_is_wrong_usage()
    {
        var manifest = Manifest(("p0", "a", ""), ("p1", "b", ""));

        var outcome = Audit(manifest, "--groups", "famly", "--leave-out", "sit");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Did you mean 'family'?", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--leave-out", outcome.Error, StringComparison.Ordinal);
    }

    private Outcome Audit(string manifest, params string[] options) =>
        MedTrainProgram.Run(["audit", manifest, "--labels", "mass", "--skip-images", .. options]);

    private string Manifest(params (string Patient, string Family, string Part)[] rows)
    {
        for (var image = 0; image < rows.Length; image++) { File.WriteAllBytes(_folder.Path($"{image}.nii"), [(byte)image]); }

        return _folder.Write("m.csv", "case_id,path,mass,patient_id,family,split\n"
            + string.Concat(rows.Select((row, index) => $"c{index},{index}.nii,{index % 2},{row.Patient},{row.Family},{row.Part}\n")));
    }
}

using System.Text.Json.Nodes;

namespace MedTrain.Tests.Commands;

public sealed class SplitCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_split_is_written_with_its_balance_and_can_be_used_again()
    {
        var manifest = Manifest(40);
        var file = _folder.Path("split.csv");

        var text = MedTrainProgram.Run("split", manifest, "--labels", "mass", "--folds", "4", "--balance", "age,sex", "--out", file);
        var again = MedTrainProgram.Run("split", manifest, "--labels", "mass", "--file", file, "--json");

        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.Contains("Welch's t", text.Output, StringComparison.Ordinal);
        Assert.Contains("chi-squared", text.Output, StringComparison.Ordinal);
        var report = JsonNode.Parse(again.Output)!;
        Assert.Contains((string)report["hash"]!, text.Output, StringComparison.Ordinal);
        Assert.Equal(12, report["parts"]!.AsArray().Count);
        Assert.Equal(161, File.ReadAllLines(file).Length);
    }

    [Fact]
    public void A_manifest_needs_no_labels_to_be_split()
    {
        var outcome = MedTrainProgram.Run("split", Manifest(20), "--leave-out", "site", "--seed", "3");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("Not written", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--file", "split.csv", "--folds", "3", "is a finished split")]
    [InlineData("--leave-out", "site", "--repeats", "3", "makes one fold for each value")]
    [InlineData("--inner-folds", "3", "--folds", "1", "outer ones")]
    public void Contradicting_options_are_refused(string first, string one, string second, string two, string message)
    {
        var outcome = MedTrainProgram.Run("split", Manifest(20), first, one, second, two);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    private string Manifest(int patients)
    {
        for (var image = 0; image < patients; image++) { File.WriteAllBytes(_folder.Path($"{image}.nii"), [(byte)image]); }

        return _folder.Write("m.csv", "case_id,path,mass,patient_id,age,sex,site\n"
            + string.Concat(Enumerable.Range(0, patients).Select(index => $"c{index},{index}.nii,{index % 2},p{index},{50 + (index * 7 % 31)},{"MF"[index % 3 % 2]},{"ab"[index % 2]}\n")));
    }
}

using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Runs;
using MedTrain.Tests.Commands;

namespace MedTrain.Tests.Runs;

public sealed class RunAnswersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checklist_never_claims_a_split_by_patient_that_was_none()
    {
        Assert.Contains("no patient is in two parts", Of(new SplitConfig())["CLAIM 21"], StringComparison.Ordinal);
        var cases = Of(new SplitConfig { Unit = SplitUnit.Case });
        Assert.StartsWith("Case, not patient", cases["CLAIM 21"], StringComparison.Ordinal);
        Assert.StartsWith("By case, not by patient", cases["CLAIM 20"], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_way_to_split_is_told()
    {
        string Told(SplitConfig split) => Of(split)["CLAIM 20"];
        Assert.Equal(
            "5-fold cross-validation by patient, 15 % for validation; drawn 2 times (seed 0).",
            Told(new SplitConfig { Folds = 5, Repeats = 2 }));
        Assert.StartsWith("One fold for each site", Told(new SplitConfig { LeaveOut = "site" }), StringComparison.Ordinal);
        Assert.StartsWith("As listed in test.txt; ", Told(new SplitConfig { TestList = "lists/test.txt" }), StringComparison.Ordinal);
        Assert.Equal("As listed in split.csv.", Told(new SplitConfig { File = "a/split.csv" }));
    }

    private IReadOnlyDictionary<string, string> Of(SplitConfig split)
    {
        const string Yaml = "name: r\ntask: binary\ndata: {manifest: m.csv, labels: [a]}\nmodel: {name: simple-cnn}\nseed: 0\n";
        var file = _folder.Write("config.yaml", Yaml);
        var config = new ConfigBinder(ConfigTables.All).BindFile<ExperimentConfig>(file, []).Require<ExperimentConfig>();
        return RunAnswers.Of(new RunFolder(_folder.Root), config with { Split = split });
    }
}

using System.Text.Json.Nodes;

namespace MedTrain.Tests.Commands;

public class DoctorCommandTests
{
    [Fact]
    public void Findings_are_named_and_broken_ones_decide_the_exit_code()
    {
        var outcome = MedTrainProgram.Run("doctor", "--json");

        var findings = JsonNode.Parse(outcome.Output)!.AsArray();
        Assert.Superset(new HashSet<string> { ".NET", "processor", "memory", "DICOM", "current folder" }, findings.Select(finding => (string)finding!["item"]!).ToHashSet());
        Assert.Equal(findings.Any(finding => (string)finding!["state"]! == "broken") ? 1 : 0, outcome.ExitCode);
        Assert.All(findings.Where(finding => (string)finding!["state"]! != "ok"), finding => Assert.NotEqual("", (string)finding!["remedy"]!));
    }
}

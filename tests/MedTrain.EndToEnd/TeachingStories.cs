using System.Text.Json.Nodes;

namespace MedTrain.EndToEnd;

public sealed class TeachingStories : IDisposable
{
    private static readonly string Config = Path.Combine(MedTrainProgram.RepositoryRoot, "configs", "teaching", "slice-leakage.yaml");
    private static readonly string[] Small = ["--set", "data.synthetic.patients=30", "--set", "training.epochs=10"];
    private readonly MedTrainProgram program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    [Trait("Tier", "slow")]
    public void Splitting_slices_instead_of_patients_inflates_the_result()
    {
        program.Succeed(["fit", Config, .. Small, "--set", "output=honest"]);
        program.Succeed(["fit", Config, .. Small, "--set", "output=bad", "--set", "split.unit=case", "--accept-leakage", "teaching"]);

        Assert.InRange(Auc("bad") - Auc("honest"), 0.15, 1);
    }

    private double Auc(string run) => JsonNode.Parse(program.Succeed("evaluate", run, "--json").Output)!["metrics"]!.AsArray()
        .First(entry => (string)entry!["metric"]! == "roc_auc")!["value"]!.GetValue<double>();
}

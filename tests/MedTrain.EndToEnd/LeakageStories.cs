using System.Text.Json.Nodes;

namespace MedTrain.EndToEnd;

public sealed class LeakageStories : IDisposable
{
    private const string Reason = "two readings of one patient are wanted here";
    private readonly MedTrainProgram program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void Leakage_is_refused_and_if_accepted_stands_in_every_report()
    {
        TinyExperiment.Write(program, epochs: 1);
        string[] leaking = ["tiny.yaml", "--set", "split.unit=case"];

        var audit = program.Run(["audit", .. leaking]);
        var refused = program.Run(["fit", .. leaking]);
        var accepted = program.Succeed(["fit", .. leaking, "--accept-leakage", Reason]);
        var evaluated = program.Succeed("evaluate", "runs/tiny");

        Assert.True(audit.ExitCode == 3, audit.All);
        Assert.Contains("LEAKAGE", audit.Output);
        Assert.True(refused.ExitCode == 3, refused.All);
        Assert.Contains("all images of a patient must be in one part", refused.Error);
        foreach (var report in new[] { accepted.Output, evaluated.Output, ReadRun("report.html"), ReadRun("evaluation.json"), ReadRun("run.log"), ReadRun("provenance.json") })
        {
            Assert.Contains(Reason, report);
        }
    }

    [Fact]
    public void Weights_remember_their_patients()
    {
        TinyExperiment.Write(program, epochs: 1);
        program.Succeed("fit", "tiny.yaml");

        var same = program.Succeed("audit", "tiny.yaml", "--skip-images", "--set", "model.pretrained=runs/tiny/fold-0/best.safetensors");
        var other = program.Run("audit", "tiny.yaml", "--skip-images", "--set", "model.pretrained=runs/tiny/fold-0/best.safetensors", "--set", "seed=4", "--json");

        Assert.Contains("No leakage", same.Output);
        Assert.True(other.ExitCode == 3, other.All);
        Assert.Contains("fitted", JsonNode.Parse(other.Output)!["findings"]!.AsArray().Select(finding => (string)finding!["rule"]!));
    }

    [Fact]
    public void A_copy_of_an_image_under_another_patient_is_found_although_it_is_stored_otherwise()
    {
        program.Succeed("synth", "brains", "brains", "--patients", "8", "--size", "32");
        var lines = File.ReadAllLines(program.PathOf("brains/manifest.csv"));
        var copied = lines[1].Replace("B00001", "COPY").Replace("images/COPY", "images/B00001");
        File.WriteAllLines(
            program.PathOf("brains/copied.csv"),
            [lines[0] + ",split", .. lines.Skip(1).Select((line, index) => line + (index < 5 ? ",train" : index == 5 ? ",val" : ",test")), copied + ",test"]);

        var audit = program.Run("audit", "brains/copied.csv", "--labels", "diagnosis", "--set", "data.positive=dementia", "--json");

        Assert.True(audit.ExitCode == 3, audit.All);
        var finding = Assert.Single(JsonNode.Parse(audit.Output)!["findings"]!.AsArray(), finding => (string)finding!["level"]! == "leakage");
        Assert.Contains("COPY", (string)finding!["message"]!);
    }

    private string ReadRun(string file) => File.ReadAllText(program.PathOf($"runs/tiny/{file}"));
}

using System.Text.Json.Nodes;

namespace MedTrain.EndToEnd;

public sealed class CohortStories : IDisposable
{
    private readonly MedTrainProgram program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void A_folder_becomes_a_manifest_a_split_and_statistics()
    {
        program.Succeed("synth", "brains", "brains", "--patients", "24", "--size", "32");
        var participants = File.ReadAllLines(program.PathOf("brains/manifest.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        program.Write("bids/participants.tsv", "participant_id\tage\tsex\tsite\tdiagnosis\n" + string.Concat(participants.Select(one => $"sub-{one[0]}\t{string.Join('\t', one[3..])}\n")));
        foreach (var one in participants)
        {
            Directory.CreateDirectory(program.PathOf($"bids/sub-{one[0]}/anat"));
            File.Move(program.PathOf($"brains/{one[2]}"), program.PathOf($"bids/sub-{one[0]}/anat/sub-{one[0]}_T1w.nii.gz"));
        }

        var index = JsonNode.Parse(program.Succeed("index", "bids", "--out", "manifest.csv", "--json").Output)!;
        var split = program.Succeed("split", "manifest.csv", "--labels", "diagnosis", "--set", "data.positive=dementia", "--folds", "3", "--balance", "age,sex", "--out", "split.csv");
        var stats = JsonNode.Parse(program.Succeed("data", "stats", "manifest.csv", "--by", "diagnosis", "--json").Output)!;
        var text = program.Succeed("data", "stats", "manifest.csv", "--labels", "diagnosis", "--set", "data.positive=dementia", "--by", "site");

        Assert.Equal((24, 24), ((int)index["images"]!, (int)index["patients"]!));
        Assert.Contains("Welch's t", split.Output);
        Assert.Equal((24 * 3) + 1, File.ReadAllLines(program.PathOf("split.csv")).Length);
        Assert.Equal(24, stats["groups"]!.AsArray().Sum(group => (int)group!["subjects"]!));
        Assert.Equal(24, (int)stats["survey"]!["read"]!);
        Assert.Contains("prevalence", text.Output);
        Assert.Contains("Intensities", text.Output);
    }

    [Fact]
    public void What_cannot_be_indexed_is_told()
    {
        program.Write("empty/note.txt", "nothing");

        Assert.Equal(4, program.Run("index", "empty").ExitCode);
        Assert.Equal(2, program.Run("index", "nowhere").ExitCode);
        Assert.Contains("did you mean \"mednist\"", program.Run("index", "empty", "--recipe", "mednits").Error);
    }
}

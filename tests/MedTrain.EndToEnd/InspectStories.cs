using System.Text.Json.Nodes;

namespace MedTrain.EndToEnd;

public sealed class InspectStories : IDisposable
{
    private readonly MedTrainProgram program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void Inspect_tells_what_files_and_folders_hold()
    {
        program.Succeed("synth", "brains", "brains", "--patients", "1", "--size", "32");
        program.Succeed("synth", "radiographs", "chests", "--patients", "1", "--size", "64", "--images-per-patient", "1");

        var text = program.Succeed("data", "inspect", "brains/images", "chests/images");
        var json = JsonNode.Parse(program.Succeed("data", "inspect", "brains/images", "chests/images", "--json").Output)!.AsArray();

        Assert.Contains("NIfTI-1", text.Output);
        Assert.Contains("spacing", text.Output);
        Assert.Equal(["NIfTI-1", "DICOM"], json.Select(one => (string)one!["kind"]!));
        Assert.All(json, one => Assert.True((double)one!["rescaled"]!["max"]! > (double)one["rescaled"]!["mean"]!));
        Assert.Equal("1.2.840.10008.1.2.1", (string)json[1]!["transfer_syntax"]!);
    }

    [Fact]
    public void An_unreadable_file_is_told_beside_the_others()
    {
        program.Write("note.nii", "not an image");
        program.Succeed("synth", "brains", "brains", "--patients", "1", "--size", "32");

        var result = program.Run("data", "inspect", "note.nii", "brains/images/B00001.nii.gz", "missing.dcm");

        Assert.True(result.ExitCode == 4, result.All);
        Assert.Contains("3 images, 2 of them unreadable", result.Output);
        Assert.Contains("no such file", result.Output);
    }
}

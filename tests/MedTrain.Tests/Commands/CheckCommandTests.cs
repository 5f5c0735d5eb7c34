using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace MedTrain.Tests.Commands;

public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CheckCommandTests()
    {
        for (var image = 0; image < 8; image++) { File.WriteAllBytes(_folder.Path($"{image}.nii"), TinyNifti((byte)image)); }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mistakes_in_the_file_and_leakage_are_reported_together_with_their_positions()
    {
        var manifest = Manifest("p0,train", "p0,test", "p1,train", "p2,val", "p3,test");
        var outcome = Check($$"""
            name: bad
            task: binary
            data: {manifest: {{manifest}}, labels: [mass]}
            model: {name: densnet121}
            training:
              optimizer: {learning_rate: -0.1}
              epoch: 3
            """);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Error));
        Assert.Collection(
            outcome.Output.Split('\n'),
            line => Assert.Contains("c.yaml:4:15 model.name — densnet121 — unknown model — did you mean \"densenet121\"?", line, StringComparison.Ordinal),
            line => Assert.Contains("c.yaml:6:30 training.optimizer.learning_rate — -0.1 — out of bounds", line, StringComparison.Ordinal),
            line => Assert.Contains("c.yaml:7:3 training.epoch — unknown key — did you mean \"epochs\"?", line, StringComparison.Ordinal),
            line => Assert.Contains("m.csv:2: patient 'p0' is in train (line 2) and test (line 3)", line, StringComparison.Ordinal),
            line => Assert.Equal("3 problems in the experiment file, 1 problem in the data.", line),
            Assert.Empty);
    }

    [Fact]
    public void Settings_that_the_network_cannot_follow_are_reported()
    {
        var manifest = Manifest("p0,train", "p1,val", "p2,test");
        var outcome = Check($$"""
            name: bad
            task: binary
            data: {manifest: {{manifest}}, labels: [mass]}
            model: {name: logistic-regression}
            training: {activation_checkpointing: true, batch_size_finder: {largest: 4} }
            """);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("training.activation_checkpointing — true — logistic-regression is one chain of layers", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("training.batch_size_finder — logistic-regression is fitted to all cases at once", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Leakage_alone_ends_with_exit_code_3() =>
        Assert.Equal(3, Check(Config(Manifest("p0,train", "p0,test", "p1,val"))).ExitCode);

    [Fact]
    public void A_sound_experiment_shows_what_the_parts_hold()
    {
        var outcome = Check(Config(Manifest("p0,train", "p1,train", "p2,val", "p3,val", "p4,test", "p5,test")));

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("All is well. Next: medtrain fit", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_cannot_be_read_end_with_exit_code_4_unless_they_are_skipped()
    {
        File.WriteAllBytes(_folder.Path("1.nii"), TinyNifti(1)[..360]);
        File.WriteAllBytes(_folder.Path("2.nii"), []);
        var config = Config(Manifest("p0,train", "p1,train", "p2,val", "p3,val", "p4,test", "p5,test"));

        var strict = Check(config);
        Assert.Equal(4, strict.ExitCode);
        Assert.Contains("m.csv:3:", strict.Output, StringComparison.Ordinal);
        Assert.Contains("m.csv:4:", strict.Output, StringComparison.Ordinal);
        Assert.Equal(0, Check(config, "--skip-images").ExitCode);

        var lenient = Check(config, "--set", "data.on_unreadable=skip");
        Assert.Equal(0, lenient.ExitCode);
        Assert.Contains("Warning: 2 images cannot be read", lenient.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_image_in_two_parts_is_leakage()
    {
        File.Copy(_folder.Path("0.nii"), _folder.Path("5.nii"), overwrite: true);
        var outcome = Check(Config(Manifest("p0,train", "p1,train", "p2,val", "p3,val", "p4,test", "p5,test")));

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("the same image is in two parts of the split", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_of_data_keys_stand_at_the_key()
    {
        var outcome = Check(Config(Manifest("p0,train", "p1,val", "p2,test")), "--set", "data.labels=[mas]");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--set data.labels — the manifest has no column 'mas'", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_same_problems()
    {
        var outcome = Check(Config(Manifest("p0,train", "p0,test", "p1,val")), "--json", "--set", "training.epochs=0");

        var report = JsonNode.Parse(outcome.Output)!;
        Assert.Equal((2, 2), (outcome.ExitCode, (int)report["exit_code"]!));
        Assert.Equal(["config", "leakage"], report["problems"]!.AsArray().Select(problem => (string)problem!["kind"]!));
        Assert.Equal(2, (int)report["problems"]![1]!["line"]!);
    }

    [Fact]
    public void An_empty_preprocessing_option_and_a_lone_momentum_are_reported_at_their_keys()
    {
        var outcome = Check(
            Config(Manifest("p0,train", "p1,val", "p2,test")), "--set", "preprocessing=[{resize: {size: [8]}}]", "--set", "training.optimizer.momentum=0.9");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("preprocessing.0.resize.size — ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("--set training.optimizer.momentum — 0.9 — adam has no such setting", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_does_not_fit_the_images_is_reported()
    {
        var outcome = Check(Config(Manifest("p0,train", "p1,val", "p2,test")), "--set", "model.dims=2");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--set model.dims — 2 — the preprocessed images are 3D (8 x 8 x 8)", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_are_not_mirrored_along_an_axis_that_they_lack()
    {
        var outcome = Check(
            Config(Manifest("p0,train", "p1,val", "p2,test")),
            "--set", "preprocessing=[{take_slices: {count: 1}}]", "--set", "augmentation=[{flip: {axes: [x, z]}}]", "--set", "training.test_time.flip=[z]");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("augmentation.0.flip.axes — z — the preprocessed images are 2D — name x or y", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("training.test_time.flip — z — the preprocessed images are 2D — name x or y", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Stacked_slices_and_copied_channels_must_be_as_many()
    {
        string[] Options(int stack) =>
            ["--skip-images", "--set", "preprocessing=[channels: {count: 3}]", "--set", $"parts={{slices: {{stack: {stack}}}}}"];
        var config = Config(Manifest("p0,train", "p1,train", "p2,val", "p3,val", "p4,test", "p5,test"));

        var wrong = Check(config, Options(5));
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("parts.slices.stack — 5 — the step channels makes 3 channels of one slice, and 5", wrong.Output, StringComparison.Ordinal);
        Assert.Equal(0, Check(config, Options(3)).ExitCode);
    }

    [Fact]
    public void What_could_only_fail_after_training_is_found_before()
    {
        var outcome = Check(
            Config(Manifest("p0,train", "p1,val", "p2,train")), "--skip-images",
            "--set", "evaluation.metrics=[roc_auk]", "--set", "evaluation.threshold_rule=youden", "--set", "split.test=0", "--set", "task=multilabel", "--set", "evaluation.stratified=true");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--set evaluation.metrics — roc_auk — no metric of a multilabel task has this name — did you mean \"roc_auc\"?", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("--set evaluation.threshold_rule — youden — ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("--set evaluation.stratified — true — ", outcome.Output, StringComparison.Ordinal);
    }

    private Outcome Check(string yaml, params string[] options) =>
        MedTrainProgram.Run(["check", _folder.Write("c.yaml", yaml), .. options]);

    private string Manifest(params string[] patientsAndParts) => _folder.Write(
        "m.csv",
        "case_id,path,mass,patient_id,split\n" + string.Concat(patientsAndParts.Select((line, index) => $"c{index},{index}.nii,{index % 2},{line}\n")));

    private string Config(string manifest) => $$"""
        name: good
        task: binary
        data: {manifest: {{manifest}}, labels: [mass], cache: {{_folder.Path("cache")}}}
        model: {name: simple-cnn}
        """;

    /// <summary>A NIfTI-1 file of 8 x 8 x 8 bytes that are all <paramref name="value"/>.</summary>
    private static byte[] TinyNifti(byte value)
    {
        var file = new byte[352 + 512];
        BinaryPrimitives.WriteInt32LittleEndian(file, 348);
        short[] dim = [3, 8, 8, 8, 1, 1, 1, 1];
        for (var axis = 0; axis < 8; axis++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(40 + (2 * axis)), dim[axis]);
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(76 + (4 * axis)), 1);
        }

        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(70), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(72), 8);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(108), 352);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(112), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(252), 1);
        "n+1\0"u8.CopyTo(file.AsSpan(344));
        file.AsSpan(352).Fill(value);
        return file;
    }
}

namespace MedTrain.EndToEnd;

public sealed class PretrainingStories : IDisposable
{
    private readonly MedTrainProgram program = new();

    [Fact]
    public void A_run_begins_with_what_images_without_labels_taught_it_and_teaches_another()
    {
        TinyExperiment.Write(program, epochs: 1);
        string[] pretraining =
        [
            "--set", "pretraining.method=simclr", "--set", "pretraining.augmentation=[{flip: {axes: [x]}}, {shift: {fraction: 0.1}}]",
            "--set", "pretraining.epochs=2", "--set", "pretraining.batch_size=16",
        ];

        var first = program.Succeed(["fit", "tiny.yaml", "--set", "members=2", .. pretraining]);

        Assert.Contains("Fold 0 pretraining epoch 2/2", first.Error);
        Assert.Contains("of the head left as initialised; 97", first.Error); // parameters transferred
        Assert.Contains("encoder.safetensors", first.Error);
        Assert.True(File.Exists(program.PathOf("runs/tiny/fold-0/pretraining/metrics.csv")));

        var student = program.Succeed("fit", "tiny.yaml", "--set", "name=student", "--set", "training.distillation.teachers=[runs/tiny]");
        Assert.Contains("taught by 2 networks", student.Error);

        // Another split lets the teacher have seen this one's test patients.
        var other = program.Run("check", "tiny.yaml", "--set", "seed=4", "--set", "training.distillation.teachers=[runs/tiny]");
        Assert.True(other.ExitCode == 3, other.All);
        var none = program.Run("check", "tiny.yaml", "--set", "training.distillation.teachers=[runs/none]", "--set", "pretraining.method=simclr");
        Assert.True(none.ExitCode == 2, none.All);
        Assert.Contains("runs/none", none.All);
        Assert.Contains("pretraining.augmentation", none.All);
    }

    /// <inheritdoc/>
    public void Dispose() => program.Dispose();
}

namespace MedTrain.EndToEnd;

public sealed class VolumeStories : IDisposable
{
    private readonly MedTrainProgram program = new();

    [Fact]
    public void A_volume_network_learns_age_from_synthetic_brains()
    {
        program.Write("brains.yaml", """
            name: brains
            task: regression
            data:
              manifest: cohort/manifest.csv
              labels: [age]
              synthetic: {kind: brains, patients: 24, seed: 2, size: 32}
            split: {folds: 2, validation: 0.2}
            preprocessing:
              - reorient: {axes: RAS}
              - resize: {size: [24, 24, 24]}
              - z_score: {nonzero: true}
            model: {name: simple-cnn}
            training:
              epochs: 1
              batch_size: 4
              early_stopping: {monitor: loss, patience: 0}
            evaluation: {replicates: 200}
            """);

        var fit = program.Succeed("fit", "brains.yaml");

        Assert.Contains("Mean absolute error", fit.Output);
        Assert.Equal(24 + 1, File.ReadAllLines(program.PathOf("runs/brains/fold-0/predictions-test.csv")).Length + File.ReadAllLines(program.PathOf("runs/brains/fold-1/predictions-test.csv")).Length - 1);
    }

    /// <inheritdoc/>
    public void Dispose() => program.Dispose();
}

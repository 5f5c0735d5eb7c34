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
            split: {folds: 4, validation: 0.4}
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
        Assert.Equal(24, Enumerable.Range(0, 4).Sum(fold => File.ReadAllLines(program.PathOf($"runs/brains/fold-{fold}/predictions-test.csv")).Length - 1));
        Assert.True(Enumerable.Range(0, 4).Sum(fold => File.ReadAllLines(program.PathOf($"runs/brains/fold-{fold}/predictions-val.csv")).Length - 1) > 24);
    }

    /// <inheritdoc/>
    public void Dispose() => program.Dispose();
}

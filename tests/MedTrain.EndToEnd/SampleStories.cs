using System.Text.Json.Nodes;

namespace MedTrain.EndToEnd;

public sealed class SampleStories : IDisposable
{
    private readonly MedTrainProgram program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void A_sample_of_an_epoch_is_written_again_and_the_cache_told_checked_and_emptied()
    {
        var config = program.Write("samples.yaml", """
            name: samples
            task: multilabel
            data:
              manifest: cohort/manifest.csv
              labels: [cardiomegaly, effusion, nodule, pneumothorax]
              synthetic: {kind: radiographs, patients: 12, seed: 5, size: 64, images_per_patient: 1}
              cache: cache
              cache_as: float16
            split: {validation: 0.25, test: 0.25}
            preprocessing:
              - clahe: {tiles: 4}
              - resize: {size: [32, 32], interpolation: bspline}
              - channels: {count: 3, normalize: imagenet}
            augmentation:
              - affine: {rotate_degrees: 20}
              - rand_augment: {operations: 2, strength: 0.5}
              - mixup: {alpha: 0.4}
            batching:
              sampler: {weighted: {weights: {nodule: 3}}}
              threads: 2
            model: {name: simple-cnn}
            """);
        program.Succeed("check", config);
        var id = File.ReadLines(program.PathOf("cohort/manifest.csv")).ElementAt(1).Split(',')[0];

        program.Succeed("data", "show", config, "--case", id, "--epoch", "3", "--out", "a.png");
        program.Succeed("data", "show", config, "--case", id, "--epoch", "3", "--out", "b.png");
        program.Succeed("data", "show", config, "--case", id, "--epoch", "4", "--out", "c.png");
        program.Succeed("data", "show", config, "--case", id, "--out", "plain.nii.gz");

        Assert.Equal(File.ReadAllBytes(program.PathOf("a.png")), File.ReadAllBytes(program.PathOf("b.png")));
        Assert.NotEqual(File.ReadAllBytes(program.PathOf("a.png")), File.ReadAllBytes(program.PathOf("c.png")));
        Assert.True(File.Exists(program.PathOf("plain.nii.gz")));
        const string parts = "parts={patches: {size: [16, 16]}}";
        program.Succeed("data", "show", config, "--set", parts, "--case", id, "--part", "x016-y000", "--out", "part.png");
        Assert.True(File.Exists(program.PathOf("part.png")));
        Assert.Contains("x016-y016", program.Run("data", "show", config, "--set", parts, "--case", id, "--part", "x016-y01", "--out", "part.png").All);
        Assert.Contains("does not fit", program.Run("check", config, "--set", "parts={patches: {size: [99, 99]}}").All);
        Assert.Equal(2, program.Run("data", "show", config, "--case", "nobody", "--out", "a.png").ExitCode);
        var info = JsonNode.Parse(program.Succeed("cache", "info", "--cache", "cache", "--json").Output)!["recipes"]!.AsArray();
        Assert.Equal((12, "float16"), ((int)info.Single()!["images"]!, (string)info.Single()!["type"]!));
        Assert.Contains("clahe, resize", program.Succeed("cache", "verify", "--cache", "cache").Output);
        Assert.Contains("deleted 12 images", program.Succeed("cache", "clear", "--cache", "cache").Output);
        var unknown = program.Run("check", config, "--set", "batching.sampler.weighted.weights={fracture: 2}");
        Assert.True(unknown.ExitCode == 2 && unknown.All.Contains("fracture", StringComparison.Ordinal), unknown.All);
    }
}

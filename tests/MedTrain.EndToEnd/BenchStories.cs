using System.Text.Json.Nodes;
using MedTrain.Torch;

namespace MedTrain.EndToEnd;

public sealed class BenchStories : IDisposable
{
    private readonly MedTrainProgram program = new();

    [Fact]
    public void A_sweep_over_batch_sizes_reports_speed_memory_and_share_of_the_ceiling()
    {
        var bench = program.Succeed(
            "bench", "simple-cnn", "--size", "32", "--batch", "1,4", "--precision", TinyExperiment.Precision, "--seconds", "0.1", "--json");

        var report = JsonNode.Parse(bench.Output)!;
        var rows = report["rows"]!.AsArray();
        Assert.Equal([1, 4], rows.Select(row => (int)row!["batch_size"]!));
        Assert.All(rows, row =>
        {
            Assert.Equal(TinyExperiment.Precision, (string)row!["precision"]!, ignoreCase: true);
            Assert.True((double)row["images_per_s"]! > 0);
            Assert.Equal((double)row["images_per_s"]! * (double)row["step_ms"]! / 1000, (int)row["batch_size"]!, 1e-6);
            Assert.InRange((double)row["ceiling_share"]!, 1e-9, 2);
            Assert.Equal(TorchExtras.Current.IsSupported(TorchFeature.MemoryStatistics), (long?)row["peak_memory_bytes"] > 0);
        });
        Assert.True((double)report["ceiling_flops"]! > 1e9);
        Assert.Equal("", bench.Error);
    }

    [Fact]
    public void The_table_says_what_is_not_reported_and_wrong_usage_what_to_do()
    {
        var table = program.Succeed("bench", "simple-cnn", "--dims", "3", "--size", "16", "--batch", "2", "--mode", "infer", "--seconds", "0.1");
        Assert.Contains("images/s/W", table.Output);
        Assert.Contains("inference", table.Output);

        var csv = program.Succeed("bench", "simple-cnn", "--size", "32", "--batch", "1,2", "--mode", "infer", "--seconds", "0.1", "--csv");
        var lines = csv.Output.TrimEnd().Split('\n');
        Assert.StartsWith("batch_size,device,precision,images_per_s,power_w,images_per_s_per_w,", lines[0], StringComparison.Ordinal);
        Assert.Equal(["1", "2"], lines[1..].Select(line => line.Split(',')[0]));

        var stopped = program.Run("bench", "simple-cnn", "--size", "32", "--batch", "1,1000000000", "--mode", "infer", "--seconds", "0.1", "--json");
        Assert.Equal(1, stopped.ExitCode);
        Assert.Equal(1, (int)Assert.Single(JsonNode.Parse(stopped.Output)!["rows"]!.AsArray())!["batch_size"]!);
        Assert.Contains("batch 1000000000", stopped.Error, StringComparison.Ordinal);

        var wrong = program.Run("bench", "simple-cnn", "--batch", "1,x");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("1,64,128", wrong.Error);
        Assert.Contains("simple-cnn", program.Run("bench", "simple-cn").Error);
        Assert.Contains("bf16", program.Run("bench", "simple-cnn", "--device", "cpu", "--precision", "fp16").Error);
    }

    /// <inheritdoc/>
    public void Dispose() => program.Dispose();
}

using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using MedTrain.Learning.Benchmarking;

namespace MedTrain.Presentation;

/// <summary>How fast a network works, by batch size.</summary>
/// <param name="Network">Its name.</param>
/// <param name="Image">Shape of one image, <c>CxHxW</c> or <c>CxDxHxW</c>.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Precision">fp32, bf16 or fp16.</param>
/// <param name="Mode">train or infer.</param>
/// <param name="Threads">CPU threads.</param>
/// <param name="CeilingFlops">What a large matrix product reached there, in operations a second.</param>
/// <param name="Rows">One row a batch size.</param>
/// <param name="Stopped">Which batch size failed and why; null when all were measured.</param>
internal sealed record BenchReport(
    string Network, string Image, string Device, string Precision, string Mode, int Threads, double CeilingFlops, IReadOnlyList<BenchRow> Rows,
    string? Stopped)
{
    private const double Giga = 1e9;
    private const double MiB = 1 << 20;

    /// <summary>Writes the table.</summary>
    public void Write(TextWriter output)
    {
        var title = $"{Network}, {Image}, {(Mode == "train" ? "training step" : "inference")}, {Precision}, {Device}, {Threads} threads; "
            + $"a large matrix product reaches {Number(CeilingFlops / Giga, 1)} GFLOP/s here";
        var columns = new[]
        {
            "batch", "images/s", "10 % to 90 % of steps", "step, ms", "peak memory, MiB", "GFLOP/s", "of ceiling", "power, W", "images/s/W",
        };
        TextTable.Write(output, title, columns, Rows.Select(Cells), 0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /// <summary>Writes the rows as CSV, every digit; what is not reported is empty.</summary>
    public void WriteCsv(TextWriter output)
    {
        using var csv = new CsvWriter(output, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }, leaveOpen: true);
        foreach (var column in csv.Context.AutoMap<BenchRow>().MemberMaps)
        {
            column.Data.Names.Clear();
            column.Data.Names.Add(JsonNamingPolicy.SnakeCaseLower.ConvertName(column.Data.Member!.Name)); // the names in the JSON
            column.Data.IsNameSet = true;
        }

        csv.WriteRecords(Rows);
    }

    private static string[] Cells(BenchRow row) =>
    [
        $"{row.BatchSize}", Number(row.ImagesPerS, 2), $"{Number(row.SlowestDecile, 2)}–{Number(row.FastestDecile, 2)}",
        Number(row.StepMs, 1), row.PeakMemoryBytes is { } bytes ? Number(bytes / MiB, 0) : "not reported", Number(row.FlopsPerS / Giga, 1),
        $"{Number(100 * row.CeilingShare, 0)} %", row.PowerW is { } watts ? Number(watts, 1) : "not reported",
        row.ImagesPerSPerW is { } efficiency ? Number(efficiency, 2) : "not reported",
    ];

    private static string Number(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);
}

/// <summary>One batch size. The first columns are those of the published throughput tables: batch size, device, precision, images/s, power,
/// images/s/W.</summary>
/// <param name="BatchSize">Images in a step.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Precision">FP32, BF16 or FP16.</param>
/// <param name="ImagesPerS">Median over the steps.</param>
/// <param name="PowerW">Watts; null when the device does not report them.</param>
/// <param name="ImagesPerSPerW">Images per second and watt, that is, per joule.</param>
/// <param name="SlowestDecile">A tenth of the steps were slower, in images/s.</param>
/// <param name="FastestDecile">A tenth were faster.</param>
/// <param name="StepMs">Median time of a step in milliseconds.</param>
/// <param name="Steps">Steps that were measured.</param>
/// <param name="PeakMemoryBytes">The most that tensors held; null when it is not counted.</param>
/// <param name="FlopsPerS">Operations of convolutions and linear layers a second.</param>
/// <param name="CeilingShare">That by what a matrix product reaches.</param>
internal sealed record BenchRow(
    int BatchSize,
    string Device,
    string Precision,
    double ImagesPerS,
    double? PowerW,
    double? ImagesPerSPerW,
    double SlowestDecile,
    double FastestDecile,
    double StepMs,
    int Steps,
    long? PeakMemoryBytes,
    double FlopsPerS,
    double CeilingShare)
{
    /// <summary>The row of a measurement.</summary>
    public static BenchRow Of(Throughput measured, string device, string precision, double? watts, double ceiling) => new(
        measured.BatchSize, device, precision.ToUpperInvariant(), measured.ImagesPerSecond, watts, measured.ImagesPerSecond / watts,
        measured.SlowestDecile, measured.FastestDecile, 1000 * measured.StepSeconds, measured.Steps, measured.PeakBytes,
        measured.FlopsPerSecond, measured.FlopsPerSecond / ceiling);
}

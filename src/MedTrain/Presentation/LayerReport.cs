using System.Globalization;
using MedTrain.Learning.Models;

namespace MedTrain.Presentation;

/// <summary>Prints a network layer by layer.</summary>
/// <param name="name">The network.</param>
/// <param name="input">Shape of the image it was run on.</param>
/// <param name="layers">Its layers.</param>
/// <param name="batch">Images in the training step whose memory is told.</param>
internal sealed class LayerReport(string name, IReadOnlyList<long> input, LayerTable layers, int batch)
{
    private readonly TrainingMemory _memory = layers.MemoryAt(batch);

    /// <summary>Prints a table with the totals in its last row.</summary>
    public void Write(TextWriter output)
    {
        var rows = layers.Rows.Select(row => (string[])
        [
            row.Name.Length == 0 ? "(the network's own)" : row.Name, row.Kind, Shape(row.Output), Number(row.Parameters), Number(row.Macs),
            Sides(row.View?.Size), Sides(row.View?.Stride),
        ]);
        string[] totals = ["total", "", "", Number(layers.Parameters), Number(layers.Macs), "", ""];
        string[] headings = ["layer", "kind", "output", "parameters", "MACs", "sees", "stride"];
        TextTable.Write(output, $"{name} on one image {Shape(input)}", headings, rows.Append(totals), 3, 4);
        output.WriteLine($"{Number(layers.Parameters)} parameters, {Number(layers.Macs)} multiply-accumulate operations");
        output.WriteLine(
            $"A training step in float32 with a batch of {batch} needs at least {Size(_memory.Total)}: weights "
            + $"{Size(_memory.Weights)}, gradients "
            + $"{Size(_memory.Gradients)}, AdamW's state {Size(_memory.OptimizerState)}, outputs of layers {Size(_memory.Activations)}");
    }

    /// <summary>Prints the same as JSON.</summary>
    public void WriteJson(TextWriter output) => JsonOutput.Write(output, new
    {
        Name = name,
        Input = input,
        layers.Parameters,
        layers.Macs,
        TrainingMemory = _memory,
        Layers = layers.Rows.Select(row => new
        {
            row.Name,
            row.Kind,
            row.Output,
            row.Parameters,
            row.Macs,
            ReceptiveField = row.View?.Size,
            row.View?.Stride,
        }),
    });

    private static string Shape(IReadOnlyList<long>? shape) => shape is null ? "–" : $"[{string.Join(", ", shape)}]";

    private static string Sides(IReadOnlyList<long>? sides) => sides is null ? "" : string.Join('x', sides);

    private static string Number(long value) => value == 0 ? "" : value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024.0):N1} MiB");
}

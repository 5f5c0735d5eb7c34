using System.Globalization;
using MedTrain.Learning.Models;

namespace MedTrain.Presentation;

/// <summary>Prints a network layer by layer.</summary>
internal static class LayerReport
{
    /// <summary>Prints a table with the totals in its last row.</summary>
    public static void Write(string name, IReadOnlyList<long> input, LayerTable layers, TextWriter output)
    {
        var rows = layers.Rows.Select(row => (string[])
            [row.Name, row.Kind, Shape(row.Output), Number(row.Parameters), Number(row.Macs), Sides(row.View?.Size)]);
        string[] totals = ["total", "", "", Number(layers.Parameters), Number(layers.Macs), ""];
        string[] headings = ["layer", "kind", "output", "parameters", "MACs", "sees"];
        TextTable.Write(output, $"{name} on one image {Shape(input)}", headings, rows.Append(totals), 3, 4);
        output.WriteLine($"{Number(layers.Parameters)} parameters, {Number(layers.Macs)} multiply-accumulate operations");
    }

    /// <summary>Prints the same as JSON.</summary>
    public static void WriteJson(string name, IReadOnlyList<long> input, LayerTable layers, TextWriter output) =>
        JsonOutput.Write(output, new
    {
        Name = name,
        Input = input,
        layers.Parameters,
        layers.Macs,
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

    private static string Shape(IReadOnlyList<long>? shape) => shape is null ? "training only" : $"[{string.Join(", ", shape)}]";

    private static string Sides(IReadOnlyList<long>? sides) => sides is null ? "" : string.Join('x', sides);

    private static string Number(long value) => value == 0 ? "" : value.ToString("N0", CultureInfo.InvariantCulture);
}

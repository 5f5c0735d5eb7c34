using System.Globalization;
using MedTrain.Learning.LayerCalculator;

namespace MedTrain.Presentation;

/// <summary>Prints what the layer calculator found.</summary>
internal static class CalculatedLayerReport
{
    /// <summary>Prints a table with the totals in its last row.</summary>
    public static void Write(IReadOnlyList<long> input, IReadOnlyList<CalculatedLayer> layers, TextWriter output)
    {
        var rows = layers.Select(layer => (string[])
        [
            layer.Text, string.Join('x', layer.Output), Number(layer.Values), Number(layer.Weights), Number(layer.Biases),
                Number(layer.Parameters),
            Number(layer.Macs), Sides(layer.View?.Size), Sides(layer.View?.Stride),
        ]);
        string[] totals =
        [
            "total", "", "", Number(layers.Sum(layer => layer.Weights)), Number(layers.Sum(layer => layer.Biases)),
            Number(layers.Sum(layer => layer.Parameters)), Number(layers.Sum(layer => layer.Macs)), "", "",
        ];
        string[] headings = ["layer", "output", "values", "weights", "biases", "parameters", "MACs", "sees", "stride"];
        TextTable.Write(output, $"input {string.Join('x', input)}", headings, rows.Append(totals), 2, 3, 4, 5, 6);
    }

    /// <summary>Prints the same as JSON.</summary>
    public static void WriteJson(IReadOnlyList<long> input, IReadOnlyList<CalculatedLayer> layers, TextWriter output) =>
        JsonOutput.Write(output, new
    {
        Input = input,
        Parameters = layers.Sum(layer => layer.Parameters),
        Macs = layers.Sum(layer => layer.Macs),
        Layers = layers.Select(layer => new
        {
            Layer = layer.Text,
            layer.Output,
            layer.Values,
            layer.Weights,
            layer.Biases,
            layer.Parameters,
            layer.Macs,
            ReceptiveField = layer.View?.Size,
            layer.View?.Stride,
        }),
    });

    private static string Sides(IReadOnlyList<long>? sides) => sides is null ? "" : string.Join('x', sides);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

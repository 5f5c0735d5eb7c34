using System.Globalization;
using MedTrain.Learning.Models;

namespace MedTrain.Presentation;

/// <summary>Prints a network layer by layer.</summary>
/// <param name="name">The network.</param>
/// <param name="input">Shape of the image it was run on.</param>
/// <param name="layers">Its layers.</param>
/// <param name="anatomy">Its parts.</param>
/// <param name="batch">Images in the training step whose memory is told.</param>
internal sealed class LayerReport(string name, IReadOnlyList<long> input, LayerTable layers, NetworkAnatomy anatomy, int batch)
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
        output.WriteLine($"stages (to freeze, or for rates of their own): {string.Join(", ", anatomy.Stages.Select(stage => stage.Name))}");
        var head = anatomy.Output == NetworkOutput.Reconstruction ? "no head" : $"head: {anatomy.Head}";
        output.WriteLine($"{head}; pooled features: {anatomy.FeatureCount}; class activation maps of: {anatomy.CamLayer}");
        output.WriteLine($"images: {Images()}");
    }

    /// <summary>Prints the same as JSON.</summary>
    public void WriteJson(TextWriter output) => JsonOutput.Write(output, new
    {
        Name = name,
        Input = input,
        layers.Parameters,
        layers.Macs,
        TrainingMemory = _memory,
        Stages = anatomy.Stages.Select(stage => stage.Name),
        Head = anatomy.Output == NetworkOutput.Reconstruction ? null : anatomy.Head,
        Features = anatomy.FeatureCount,
        anatomy.CamLayer,
        anatomy.MinimumSize,
        anatomy.SizeMultiple,
        anatomy.FixedSize,
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

    private string Images() => anatomy switch
    {
        { FixedSize: { } size } => $"{string.Join('x', size)} only, the size that it was built for",
        { SizeMultiple: > 1 and var step } => $"sides of at least {anatomy.MinimumSize} that are multiples of {step}",
        _ => $"sides of at least {anatomy.MinimumSize}",
    };

    private static string Shape(IReadOnlyList<long>? shape) => shape is null ? "–" : $"[{string.Join(", ", shape)}]";

    private static string Sides(IReadOnlyList<long>? sides) => sides is null ? "" : string.Join('x', sides);

    private static string Number(long value) => value == 0 ? "" : value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024.0):N1} MiB");
}

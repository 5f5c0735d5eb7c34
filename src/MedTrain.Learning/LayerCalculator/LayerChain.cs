using MedTrain.Learning.Models;

namespace MedTrain.Learning.LayerCalculator;

/// <summary>
/// The layer calculator's formulas: output sizes, parameters, operations and receptive fields of layers one after another, for any
/// number of
/// spatial axes, without building anything.
/// </summary>
/// <remarks>Dumoulin and Visin, A guide to convolution arithmetic for deep learning, https://arxiv.org/abs/1603.07285.</remarks>
public static class LayerChain
{
    /// <summary>Calculates layer by layer.</summary>
    /// <param name="input">Shape of the image, channels first: <c>[C, (D,) (H,) W]</c>; <c>[C]</c> for plain values.</param>
    /// <param name="layers">The layers in order.</param>
    /// <exception cref="ArgumentException">A layer cannot read what it is given; the message says why.</exception>
    public static IReadOnlyList<CalculatedLayer> Calculate(IReadOnlyList<long> input, IEnumerable<LayerSpec> layers)
    {
        var rows = new List<CalculatedLayer>();
        var (shape, view) = (input, input.Count > 1 ? ReceptiveField.OfImage(input.Count - 1) : null);
        foreach (var layer in layers)
        {
            var row = Apply(layer, shape, view);
            rows.Add(row);
            (shape, view) = (row.Output, row.View);
        }

        return rows;
    }

    /// <summary>Outputs along one axis: <c>⌊(I + 2 P - D (K - 1) - 1) / S⌋ + 1</c>, with D = 1 <c>⌊(I - K + 2 P) / S⌋ + 1</c>.</summary>
    public static long OutputSide(long side, long kernel, long stride, long padding, long dilation = 1, bool ceil = false)
    {
        var free = side + (2 * padding) - (dilation * (kernel - 1)) - 1;
        if (free < 0)
        {
            return 0;
        }

        var outputs = (free / stride) + 1;
        // A window must begin within the image or its left padding.
        var oneMore = ceil && free % stride != 0 && outputs * stride < side + padding;
        return oneMore ? outputs + 1 : outputs;
    }

    private static CalculatedLayer Apply(LayerSpec layer, IReadOnlyList<long> input, ReceptiveField? view)
    {
        var (channels, all) = (input[0], input.Aggregate(1L, (product, side) => checked(product * side)));
        switch (layer.Kind)
        {
            case LayerKind.Linear:
                var nodes = layer.Outputs ?? throw new ArgumentException($"{layer.Text} — has no outputs — write linear:outputs=10");
                return new(layer.Text, [nodes], checked(all * nodes), layer.Bias ? nodes : 0, checked(all * nodes), null);
            case LayerKind.GlobalPool:
                return new(layer.Text, [channels], 0, 0, 0, null);
            case LayerKind.BatchNorm:
                return new(layer.Text, input, channels, channels, 0, view);
            case LayerKind.ReLU:
                return new(layer.Text, input, 0, 0, 0, view);
            default:
                return input.Count > 1 ? Slide(layer, input, view)
                    : throw new ArgumentException(
                        $"{layer.Text} — needs maps, and its input is {channels} values without places — put it before linear and "
                        + $"globalpool");
        }
    }

    private static CalculatedLayer Slide(LayerSpec layer, IReadOnlyList<long> input, ReceptiveField? view)
    {
        var axes = input.Count - 1;
        var isPool = layer.Kind is LayerKind.MaxPool or LayerKind.AvgPool;
        var kernel = Spread(layer, layer.Kernel, axes);
        var stride = Spread(layer, layer.Stride ?? (isPool ? kernel : [1]), axes);
        var dilation = Spread(layer, layer.Dilation, axes);
        var padding = Padding(layer, kernel, dilation);
        var sides = new long[axes];
        for (var axis = 0; axis < axes; axis++)
        {
            sides[axis] = Side(layer, input[axis + 1], kernel[axis], stride[axis], padding?[axis], dilation[axis]);
        }

        var (channels, filters) = (input[0], isPool ? input[0] : layer.Outputs ?? input[0]);
        CheckGroups(layer, channels, filters);
        long[] output = [filters, .. sides];
        // Values that one output reads.
        var window = checked(kernel.Aggregate(1L, (product, side) => product * side) * (channels / layer.Groups));
        var (places, values) = (Product(sides), Product(output));
        var seen = layer.Kind == LayerKind.Transposed ? view?.Enlarged(kernel, stride) : view?.Window(kernel, stride, dilation);
        return layer.Kind switch
        {
            LayerKind.Conv => new(layer.Text, output, window * filters, layer.Bias ? filters : 0, window * values, seen),
            LayerKind.Transposed =>
                new(layer.Text, output, window * filters, layer.Bias ? filters : 0, window * filters * Product(input.Skip(1)), seen),
            LayerKind.Local => new(layer.Text, output, window * filters * places, layer.Bias ? values : 0, window * values, seen),
            _ => new(layer.Text, output, 0, 0, 0, seen),
        };
    }

    private static long Side(LayerSpec layer, long side, long kernel, long stride, long? padding, long dilation)
    {
        var result = (layer.Kind, padding) switch
        {
            (LayerKind.Transposed, var p) => ((side - 1) * stride) - (2 * (p ?? 0)) + (dilation * (kernel - 1)) + 1,
            (_, null) => (side + stride - 1) / stride, // same
            (_, { } p) => OutputSide(side, kernel, stride, p, dilation, layer.Ceil),
        };
        return result > 0 ? result : throw new ArgumentException(
            $"{layer.Text} — a window of {(dilation * (kernel - 1)) + 1} does not fit into a side of {side} with {padding ?? 0} of "
                + $"padding — use a larger image, more padding or a smaller kernel");
    }

    // Null stands for "same": as many outputs as inputs at stride 1, whatever has to be added on which side.
    private static long[]? Padding(LayerSpec layer, long[] kernel, long[] dilation) => layer.PaddingRule switch
    {
        "same" when layer.Kind == LayerKind.Transposed => throw new ArgumentException($"{layer.Text} — has padding=same — give a number"),
        "same" => null,
        "full" => [.. kernel.Zip(dilation, (k, d) => d * (k - 1))],
        _ => Spread(layer, layer.Padding, kernel.Length),
    };

    private static void CheckGroups(LayerSpec layer, long channels, long filters)
    {
        if (channels % layer.Groups != 0 || filters % layer.Groups != 0)
        {
            throw new ArgumentException($"{layer.Text} — {channels} input and {filters} output channels cannot be divided into "
                + $"{layer.Groups} groups — choose a common divisor");
        }
    }

    private static long[] Spread(LayerSpec layer, IReadOnlyList<long> numbers, int axes) =>
        numbers.Count == 1 ? [.. Enumerable.Repeat(numbers[0], axes)]
        : numbers.Count == axes ? [.. numbers]
        : throw new ArgumentException($"{layer.Text} — {string.Join('x', numbers)} has {numbers.Count} numbers, the input {axes} "
            + $"spatial axes — give one number, or one for each axis");

    private static long Product(IEnumerable<long> sides) => sides.Aggregate(1L, (product, side) => checked(product * side));
}

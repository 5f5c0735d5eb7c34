using System.Globalization;
using MedTrain.Data;

namespace MedTrain.Learning.LayerCalculator;

/// <summary>A layer as it is typed for the layer calculator, e.g. <c>conv:outputs=16,kernel=5,padding=2</c>.</summary>
/// <param name="Text">What was typed.</param>
/// <param name="Kind">What it does.</param>
public sealed record LayerSpec(string Text, LayerKind Kind)
{
    private static readonly string[] Settings = ["outputs", "kernel", "stride", "padding", "dilation", "groups", "bias", "ceil"];

    /// <summary>Filters of a convolution, nodes of a linear layer; of others as many as inputs.</summary>
    public long? Outputs { get; private init; }

    /// <summary>Side of the window, one for all axes or one for each.</summary>
    public IReadOnlyList<long> Kernel { get; private init; } = [1];

    /// <summary>Steps of the window; the kernel for pooling when not given.</summary>
    public IReadOnlyList<long>? Stride { get; private init; }

    /// <summary>What is added on either side.</summary>
    public IReadOnlyList<long> Padding { get; private init; } = [0];

    /// <summary><c>same</c> or <c>full</c> instead of numbers; null for numbers.</summary>
    public string? PaddingRule { get; private init; }

    /// <summary>Distance of the window's elements.</summary>
    public IReadOnlyList<long> Dilation { get; private init; } = [1];

    /// <summary>Parts that the channels are divided into; each filter reads one.</summary>
    public long Groups { get; private init; } = 1;

    /// <summary>Whether each output has a bias.</summary>
    public bool Bias { get; private init; } = true;

    /// <summary>Whether a window that reaches beyond the end counts (rounding up).</summary>
    public bool Ceil { get; private init; }

    /// <summary>Reads a layer.</summary>
    /// <exception cref="ArgumentException">It is none; the message says what was given and what there is.</exception>
    public static LayerSpec Parse(string text)
    {
        var parts = text.Split(':', 2);
        var kinds = Enum.GetNames<LayerKind>().Select(name => name.ToLowerInvariant()).ToList();
        if (!kinds.Contains(parts[0]))
        {
            throw new ArgumentException($"{text} — there is no layer '{parts[0]}' — {NearestName.Advice(parts[0], kinds)}");
        }

        var spec = new LayerSpec(text, Enum.Parse<LayerKind>(parts[0], ignoreCase: true));
        return parts.Length == 1 ? spec : parts[1].Split(',').Aggregate(spec, (soFar, setting) => soFar.With(setting));
    }

    private LayerSpec With(string setting)
    {
        var (name, value) = setting.Split('=', 2) is [var left, var right] ? (left, right) : (setting, "");
        return name switch
        {
            "outputs" => this with { Outputs = Number(name, value) },
            "kernel" => this with { Kernel = Numbers(name, value, 1) },
            "stride" => this with { Stride = Numbers(name, value, 1) },
            "padding" when value is "same" or "full" => this with { PaddingRule = value },
            "padding" => this with { Padding = value == "valid" ? [0] : Numbers(name, value, 0) },
            "dilation" => this with { Dilation = Numbers(name, value, 1) },
            "groups" => this with { Groups = Number(name, value) },
            "bias" => this with { Bias = YesOrNo(name, value) },
            "ceil" => this with { Ceil = YesOrNo(name, value) },
            _ => throw new ArgumentException($"{Text} — a layer has no '{name}' — {NearestName.Advice(name, Settings)}"),
        };
    }

    private long Number(string name, string value) =>
        Numbers(name, value, 1) is [var number] ? number : throw Wrong(name, value, "one whole number from 1");

    private long[] Numbers(string name, string value, long least)
    {
        var numbers = value.Split('x')
            .Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
        return numbers.All(number => number >= least) ? numbers
            : throw Wrong(name, value,
                $"a whole number from {least}, or one for each axis as in 3x3{(name == "padding" ? ", or same, full, valid" : "")}");
    }

    private bool YesOrNo(string name, string value) => value is "yes" or "no" ? value == "yes" : throw Wrong(name, value, "yes or no");

    private ArgumentException Wrong(string name, string value, string wanted) => new($"{Text} — {name} is '{value}' — write {wanted}");
}

/// <summary>What a layer of the layer calculator does.</summary>
public enum LayerKind
{
    /// <summary>A convolution.</summary>
    Conv,

    /// <summary>A transposed convolution.</summary>
    Transposed,

    /// <summary>A window at each place with weights of its own.</summary>
    Local,

    /// <summary>Maximum over windows.</summary>
    MaxPool,

    /// <summary>Mean over windows.</summary>
    AvgPool,

    /// <summary>Mean of each map.</summary>
    GlobalPool,

    /// <summary>All values to nodes, each connected to all.</summary>
    Linear,

    /// <summary>Batch normalisation with a scale and a shift for each channel.</summary>
    BatchNorm,

    /// <summary>A function of each value without parameters.</summary>
    ReLU,
}

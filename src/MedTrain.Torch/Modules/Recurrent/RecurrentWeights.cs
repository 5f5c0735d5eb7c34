using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What recurrent layers share: weights under PyTorch's names (weight_ih_l0, …, bias_hh_l1_reverse) and the call.</summary>
internal sealed class RecurrentWeights
{
    private readonly RecurrentSettings settings;
    private readonly nn.Module owner;
    private readonly List<Parameter> parameters = [];

    /// <summary>Registers the weights with their owner and fills them from ±1/√hidden.</summary>
    internal RecurrentWeights(nn.Module owner, RecurrentSettings settings, int gates, Device? device, ScalarType? dtype)
    {
        this.settings = settings.Checked();
        this.owner = owner;
        for (var layer = 0; layer < settings.Layers; layer++)
        {
            foreach (var suffix in settings.Bidirectional ? new[] { "", "_reverse" } : [""])
            {
                var inputs = layer == 0 ? settings.Inputs : settings.Hidden * settings.Directions;
                Add($"weight_ih_l{layer}{suffix}", empty(gates * settings.Hidden, inputs, dtype, device));
                Add($"weight_hh_l{layer}{suffix}", empty(gates * settings.Hidden, settings.Hidden, dtype, device));
                if (settings.Bias)
                {
                    Add($"bias_ih_l{layer}{suffix}", empty(gates * settings.Hidden, dtype, device));
                    Add($"bias_hh_l{layer}{suffix}", empty(gates * settings.Hidden, dtype, device));
                }
            }
        }

        var bound = 1 / Math.Sqrt(settings.Hidden);
        parameters.ForEach(parameter => nn.init.uniform_(parameter, -bound, bound));
    }

    /// <summary>One parameter by its kind, layer and direction, as PyTorch counts them.</summary>
    internal Parameter Find(string kind, long layer) =>
        owner.get_parameter($"{kind}_l{layer / settings.Directions}{(layer % settings.Directions == 1 ? "_reverse" : "")}")
        ?? throw new ArgumentOutOfRangeException(nameof(layer), layer, $"There is no {kind} of this layer.");

    /// <summary>Runs a layer with one state, by its operator; without a state it begins with zeros.</summary>
    internal (Tensor Output, Tensor State) Run(string op, Tensor input, Tensor? state)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var (batch, single) = Batch(input);
        var (output, last) = Aten.Call2(
            op, batch, State(state, batch, single), Flat, settings.Bias, settings.Layers, settings.Dropout, owner.training,
            settings.Bidirectional, settings.BatchFirst);
        return scope.MoveToOuter(Whole(output, single), single ? last.squeeze(1) : last);
    }

    /// <summary>Runs a layer with two states.</summary>
    internal (Tensor Output, Tensor State, Tensor Cell) Run(string op, Tensor input, (Tensor State, Tensor Cell)? states)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var (batch, single) = Batch(input);
        Tensor[] begin = [State(states?.State, batch, single), State(states?.Cell, batch, single)];
        var (output, last, cell) = Aten.Call3(
            op, batch, begin, Flat, settings.Bias, settings.Layers, settings.Dropout, owner.training, settings.Bidirectional,
            settings.BatchFirst);
        return scope.MoveToOuter(Whole(output, single), single ? last.squeeze(1) : last, single ? cell.squeeze(1) : cell);
    }

    private Tensor[] Flat => [.. parameters];

    private int BatchDimension => settings.BatchFirst ? 0 : 1;

    private void Add(string name, Tensor tensor)
    {
        var parameter = new Parameter(tensor);
        owner.register_parameter(name, parameter);
        parameters.Add(parameter);
    }

    private (Tensor Input, bool Single) Batch(Tensor input)
    {
        if (input.ndim is not (2 or 3) || input.size(-1) != settings.Inputs)
        {
            throw new ArgumentException(
                $"{owner.GetName()} takes sequences [{(settings.BatchFirst ? "N, L" : "L, N")}, {settings.Inputs}] "
                + $"(or one without N), was given [{string.Join(", ", input.shape)}].", nameof(input));
        }

        return input.ndim == 2 ? (input.unsqueeze(BatchDimension), true) : (input, false);
    }

    private Tensor Whole(Tensor output, bool single) => single ? output.squeeze(BatchDimension) : output;

    private Tensor State(Tensor? given, Tensor batch, bool single)
    {
        long[] sizes = [settings.Layers * settings.Directions, batch.size(BatchDimension), settings.Hidden];
        if (given is null)
        {
            return zeros(sizes, batch.dtype, batch.device);
        }

        var state = single && given.ndim == 2 ? given.unsqueeze(1) : given;
        return state.shape.SequenceEqual(sizes) ? state : throw new ArgumentException(
            $"{owner.GetName()} needs a state of [{string.Join(", ", sizes)}], was given [{string.Join(", ", given.shape)}].",
            nameof(given));
    }
}

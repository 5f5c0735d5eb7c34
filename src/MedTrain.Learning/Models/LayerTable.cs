using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MedTrain.Learning.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>The layer calculator: what each layer of a network makes of an input, and what it costs. Rows are in the order of
/// execution.</summary>
public sealed class LayerTable
{
    private const int FloatBytes = 4;

    private readonly List<LayerRow> rows = [];
    private readonly HashSet<Module> shown = [];
    private readonly HashSet<Tensor> counted = new(ReferenceEqualityComparer.Instance);
    private long buffers;
    private long activations;

    // What the outputs seen so far see of the image; a tensor that no layer made (a sum, a concatenation) is resolved at first sight.
    private readonly Dictionary<Tensor, ReceptiveField?> views = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, long[]> shapes = new(ReferenceEqualityComparer.Instance);

    private LayerTable()
    {
    }

    /// <summary>The layers that compute something, in the order of execution; a layer that is run twice has two rows.</summary>
    public IReadOnlyList<LayerRow> Rows => rows;

    /// <summary>Numbers that are learnt.</summary>
    public long Parameters => rows.Sum(row => row.Parameters);

    /// <summary>Multiply-accumulate operations of the convolutions, linear layers and attentions for one image.</summary>
    public long Macs => rows.Sum(row => row.Macs);

    /// <summary>What a training step needs at least, at a batch size.</summary>
    public TrainingMemory MemoryAt(int batch) => new(
        batch,
        FloatBytes * (Parameters + buffers),
        FloatBytes * Parameters,
        2 * FloatBytes * Parameters,
        FloatBytes * activations * batch);

    /// <summary>Runs the network once, in evaluation mode, on an image of zeros.</summary>
    /// <param name="network">The network; its mode is restored.</param>
    /// <param name="input">Shape of one image, <c>[C, (D,) H, W]</c>.</param>
    /// <exception cref="ArgumentException">The input does not suit the network.</exception>
    public static LayerTable Of(Network network, IReadOnlyList<long> input)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var table = new LayerTable();
        var removers = ModuleTree.Walk(network).Where(entry => HasRow(entry.Module))
            .Select(entry => ((Module<Tensor, Tensor>)entry.Module).register_forward_hook(
                (layer, from, to) => table.Add(entry.Path, layer, from, to)))
            .ToList();
        var wasTraining = network.training;
        try
        {
            network.eval();
            var like = network.parameters().First();
            var image = zeros([1, .. input], dtype: like.dtype, device: like.device);
            table.buffers = network.buffers().Sum(buffer => buffer.numel());
            table.activations = image.numel();
            table.Remember(image, ReceptiveField.OfImage(input.Count - 1));
            network.call(image);
        }
        finally
        {
            removers.ForEach(remover => remover.remove());
            network.train(wasTraining);
        }

        table.AddUnused(network);
        return table;
    }

    private static bool HasRow(Module module) =>
        module is Module<Tensor, Tensor>
        && (module is ICountedLayer || !module.named_children().Any() || module.named_parameters(recurse: false).Any());

    private static long CountMacs(Module layer, Tensor input, Tensor output) => layer switch
    {
        Convolution { transposed: true } conv => input.numel() * conv.weight.numel() / conv.in_channels,
        Convolution conv => output.numel() * conv.weight.numel() / conv.out_channels,
        Linear linear => output.numel() * linear.weight.shape[1],
        ICountedLayer own => own.Macs(input, output),
        _ => 0,
    };

    private Tensor Add(string path, Module layer, Tensor input, Tensor output)
    {
        var view = ViewOf(input)?.Through(layer, input.shape, output.shape);
        if (!SharesMemory(input, output))
        {
            activations += output.numel();
        }

        Remember(output, view);
        rows.Add(new(path, layer.GetType().Name, output.shape, OwnParameters(layer), CountMacs(layer, input, output), view));
        return output;
    }

    private void AddUnused(Network network)
    {
        var unused = ModuleTree.Walk(network)
            .Where(entry => !shown.Contains(entry.Module) && entry.Module.named_parameters(recurse: false).Any());
        rows.AddRange(unused
            .Select(entry => new LayerRow(entry.Path, entry.Module.GetType().Name, null, OwnParameters(entry.Module), 0, null)).ToList());
    }

    private long OwnParameters(Module layer)
    {
        shown.Add(layer);
        return layer.named_parameters(recurse: false).Where(entry => counted.Add(entry.parameter)).Sum(entry => entry.parameter.numel());
    }

    /// <summary>
    /// Sums and concatenations keep the spatial size, so an unknown tensor sees what the outputs of that size see together; one that was
    /// padded or cropped a little, what those of nearly that size see.
    /// </summary>
    private ReceptiveField? ViewOf(Tensor input)
    {
        if (!views.TryGetValue(input, out var view))
        {
            activations += input.numel();
            view = Together(input.shape, 0) ?? Together(input.shape, 2);
            Remember(input, view);
        }

        return view;
    }

    private ReceptiveField? Together(long[] shape, long tolerance) => views
        .Where(entry => entry.Value is not null && IsNear(shapes[entry.Key], shape, tolerance))
        .Select(entry => entry.Value!)
        .Aggregate((ReceptiveField?)null, (all, each) => all?.Joined(each) ?? each);

    private static bool IsNear(long[] known, long[] shape, long tolerance) =>
        shape.Length > 2 && known.Length == shape.Length
            && known.Zip(shape).Skip(2).All(side => Math.Abs(side.First - side.Second) <= tolerance);

    // What works in place, and what only looks at its input in another shape, needs no memory of its own.
    private static bool SharesMemory(Tensor input, Tensor output)
    {
        const long Largest = int.MaxValue / 16; // elements; the memory of larger tensors cannot be looked at as one span
        return input.numel() == output.numel() && input.numel() < Largest && input.device_type == DeviceType.CPU
            && input.is_contiguous() && output.is_contiguous()
            && Unsafe.AreSame(ref MemoryMarshal.GetReference(input.bytes), ref MemoryMarshal.GetReference(output.bytes));
    }

    private void Remember(Tensor tensor, ReceptiveField? view) => (views[tensor], shapes[tensor]) = (view, tensor.shape);
}

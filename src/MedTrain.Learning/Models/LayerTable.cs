using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>The layer calculator: what each layer of a network makes of an input, and what it costs. Rows are in the order of execution.</summary>
public sealed class LayerTable
{
    private readonly List<LayerRow> rows = [];
    private readonly HashSet<Module> counted = [];

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

    /// <summary>Multiply-accumulate operations of the convolutions and linear layers for one image.</summary>
    public long Macs => rows.Sum(row => row.Macs);

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
        module is Module<Tensor, Tensor> && (!module.named_children().Any() || module.named_parameters(recurse: false).Any());

    private static long CountMacs(Module layer, Tensor output) => layer switch
    {
        Convolution conv => output.numel() * conv.weight.numel() / conv.out_channels,
        Linear linear => output.numel() * linear.weight.shape[1],
        _ => 0,
    };

    private Tensor Add(string path, Module layer, Tensor input, Tensor output)
    {
        var view = ViewOf(input)?.Through(layer);
        Remember(output, view);
        rows.Add(new(path, layer.GetType().Name, output.shape, OwnParameters(layer), CountMacs(layer, output), view));
        return output;
    }

    private void AddUnused(Network network)
    {
        var unused = ModuleTree.Walk(network).Where(entry => !counted.Contains(entry.Module) && entry.Module.named_parameters(recurse: false).Any());
        rows.AddRange(unused.Select(entry => new LayerRow(entry.Path, entry.Module.GetType().Name, null, OwnParameters(entry.Module), 0, null)).ToList());
    }

    private long OwnParameters(Module layer) =>
        counted.Add(layer) ? layer.named_parameters(recurse: false).Sum(entry => entry.parameter.numel()) : 0;

    /// <summary>Sums and concatenations keep the spatial size, so an unknown tensor sees what the outputs of that size see together.</summary>
    private ReceptiveField? ViewOf(Tensor input)
    {
        if (!views.TryGetValue(input, out var view))
        {
            var size = input.shape.Skip(2).ToArray();
            view = size.Length == 0 ? null : views
                .Where(entry => entry.Value is not null && shapes[entry.Key].Skip(2).SequenceEqual(size))
                .Select(entry => entry.Value!)
                .Aggregate((ReceptiveField?)null, (all, each) => all?.Joined(each) ?? each);
            Remember(input, view);
        }

        return view;
    }

    private void Remember(Tensor tensor, ReceptiveField? view) => (views[tensor], shapes[tensor]) = (view, tensor.shape);
}

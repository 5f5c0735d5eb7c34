using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Torch;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Networks.Tests;

/// <summary>What a row of the table promises, asked of one network that is built once; each method is one promise.</summary>
/// <param name="network">The network, freshly built for 1 channel and 3 outputs; its weights are changed.</param>
public sealed class NetworkContract(Network network)
{
    private readonly NetworkAnatomy anatomy = network.Anatomy;
    private readonly SpatialDims dims = network.Options.Dims;
    private readonly int channels = network.Options.InputChannels;

    /// <summary>Images that are seen together: two where statistics of the batch are taken, which one alone may not have.</summary>
    private readonly int batch = network.named_buffers().Any(entry => entry.name.EndsWith(".running_mean", StringComparison.Ordinal)) ? 2 : 1;

    private Module<Tensor, Tensor> CamLayer => (Module<Tensor, Tensor>)ModuleTree.Find(network, anatomy.CamLayer);

    private long[] Smallest => Size(anatomy.MinimumSize);

    /// <summary>
    /// The only size that the network reads, or one with different sides that is large enough for its maps to have more than one value; of
    /// a volume only the first side is, which is a quarter of the work.
    /// </summary>
    private long[] NotSquare
    {
        get
        {
            var (step, size) = (anatomy.SizeMultiple, Size(Math.Max(anatomy.MinimumSize, 33)));
            var others = dims == SpatialDims.Two ? size : Size(Math.Max(anatomy.MinimumSize, 17));
            return anatomy.FixedSize is null ? [size[0] + (((7 / step) + 1) * step), .. others[1..]] : size;
        }
    }

    public void Wrong_shapes_are_refused_with_what_is_needed()
    {
        var (size, sides) = (
            Smallest, anatomy.FixedSize is { } fix ? string.Join(", ", fix) : dims == SpatialDims.Two ? "H, W" : "D, H, W");
        var needs = $"{network.GetName()} ({(int)dims}D) needs a batch [N, {channels}, {sides}]";
        AssertRefused(needs, [1, channels, .. dims == SpatialDims.Two ? [64, .. size] : size[1..]], "spatial axes");
        AssertRefused(needs, [1, channels + 3, .. size], $"has {channels + 3} channels");
        if (anatomy.FixedSize is not null || anatomy.MinimumSize > 1)
        {
            AssertRefused(
                needs, [1, channels, size[0] - 1, .. size[1..]], anatomy.FixedSize is null ? $"at least {anatomy.MinimumSize}" : "");
        }

        if (anatomy.SizeMultiple > 1)
        {
            AssertRefused(needs, [1, channels, size[0] + 1, .. size[1..]], $"multiples of {anatomy.SizeMultiple}");
        }
    }

    public void Every_parameter_learns()
    {
        using var scope = NewDisposeScope();
        WakeZeros();
        TrainWithoutDropout(); // a branch that is left out learns nothing
        var (input, seen) = (Image(NotSquare), new List<Tensor>());
        var remover = CamLayer.register_forward_hook((_, _, output) =>
        {
            if (output.requires_grad) // not where the maps are the image itself, as a perceptron's
            {
                output.retain_grad();
                seen.Add(output.DetachFromDisposeScope()); // the scope of what the layer is in ends before the backward pass
            }

            return output;
        });
        var outputs = network.TrainingOutputs(input);
        remover.remove();
        Assert.Equal(anatomy.AuxiliaryWeights.Count, outputs.Auxiliary.Count);
        Assert.Equal(OutputShape(input, 3), outputs.Main.shape);
        outputs.Auxiliary.Aggregate(Loss(outputs.Main, input), (sum, auxiliary) => sum + Loss(auxiliary, input)).backward();
        foreach (var (key, parameter) in network.named_parameters())
        {
            // The softmax over tokens does not see what is added to all of them: that gradient is zero but for rounding.
            var cancels = key.EndsWith("attention_pool.bias", StringComparison.Ordinal);
            var largest = parameter.grad?.abs().max().item<float>() ?? float.NaN;
            Assert.True((largest > 0 || cancels) && float.IsFinite(largest), $"the gradient of {key} is {largest}");
        }

        Assert.Equal(anatomy.CamLayer == "image", seen.Count == 0);
        Assert.All(seen.TakeLast(1), maps => Assert.True(
            maps.grad?.count_nonzero().item<long>() > 0, $"the gradient does not reach the maps of {anatomy.CamLayer}"));
        seen.ForEach(maps => maps.Dispose());
        network.zero_grad();
    }

    /// <summary>In bfloat16 and with channels last, as configs ask for it: no operator of the network lacks that type.</summary>
    public void It_trains_in_bfloat16()
    {
        using var scope = NewDisposeScope();
        using var region = TorchExtras.Current.Autocast(DeviceType.CPU, ScalarType.BFloat16);
        TorchExtras.Current.UseChannelsLast(network);
        network.train();
        var images = Image(Smallest);
        var output = network.TrainingOutputs(images).Main.@float();
        AssertFinite(output, OutputShape(images, 3));
        output.sum().backward();
        Assert.Contains(network.parameters(), parameter =>
            parameter.grad is { } gradient && gradient.isfinite().all().item<bool>() && gradient.count_nonzero().item<long>() > 0);
        network.zero_grad();
    }

    /// <summary>Also: the head reads the pooled features.</summary>
    public void The_smallest_size_gives_finite_outputs_in_training_and_evaluation()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var images = Image(Smallest);
        network.train();
        AssertFinite(network.call(images), OutputShape(images, 3));
        network.eval();
        var output = network.call(images);
        AssertFinite(output, OutputShape(images, 3));
        var pooled = network.PooledFeatures(images);
        Assert.Equal([batch, anatomy.FeatureCount], pooled.shape);
        if (anatomy is { Output: NetworkOutput.Scores, HeadReadsMaps: false })
        {
            Assert.True(network.Head.call(pooled).allclose(output, 1e-4, 1e-5), "the head does not read the pooled features");
        }
    }

    public void The_layer_table_has_every_parameter_once()
    {
        var table = LayerTable.Of(network, [channels, .. Smallest]);
        Assert.Equal(network.parameters().Sum(parameter => parameter.numel()), table.Parameters);
        Assert.NotEqual(0, table.Macs);
        Assert.All(table.Rows, row => Assert.True(row.Output is null || row.Output.All(side => side > 0), row.Name));
    }

    /// <summary>Also: images of a batch do not affect each other in evaluation.</summary>
    public void Parts_are_where_the_anatomy_says()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        network.eval();
        var pair = rand([2, channels, .. NotSquare]);
        var image = pair.narrow(0, 1, 1);
        var outputs = network.call(pair);
        AssertFinite(outputs, OutputShape(pair, 3));
        AssertNear(network.call(image), outputs.narrow(0, 1, 1), "an image depends on its batch");
        long[] camShape = [];
        var remover = CamLayer.register_forward_hook((_, _, output) =>
        {
            camShape = output.shape;
            return output;
        });
        var maps = network.Features(image);
        remover.remove();
        Assert.Equal((int)dims + 2, maps.dim());
        Assert.True(
            IsLike(camShape, maps.shape),
            $"{anatomy.CamLayer} gives [{string.Join(", ", camShape)}], the maps are [{string.Join(", ", maps.shape)}]");

        var first = network.get_parameter(anatomy.FirstLayer + ".weight")!.shape;
        Assert.Equal(first.Length > 2 ? channels : channels * anatomy.FixedSize!.Aggregate((a, b) => a * b), first[1]);
        var staged = anatomy.Stages.SelectMany(stage => network.StageParameters(stage.Name)).Select(entry => entry.Key);
        Assert.Equal(network.named_parameters().Select(entry => entry.name).Order(), staged.Order());
    }

    /// <summary>What it holds is everything that is learnt or counted, and comes back when it is loaded.</summary>
    public void The_state_dict_is_the_whole_network()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var saved = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
        Assert.Equal(ModuleTree.State(network).Select(entry => entry.Key).Order(), saved.Keys.Order());
        Assert.Empty(network.named_parameters().Select(entry => entry.name).Except(saved.Keys));
        foreach (var (_, value) in ModuleTree.State(network).Where(entry => entry.Value.is_floating_point()))
        {
            value.fill_(0.5);
        }

        network.load_state_dict(saved);
        Assert.All(ModuleTree.State(network), entry => Assert.True(entry.Value.equal(saved[entry.Key]).all().item<bool>(), entry.Key));
    }

    public void The_head_can_be_replaced()
    {
        if (anatomy.Output == NetworkOutput.Reconstruction)
        {
            Assert.Throws<InvalidOperationException>(() => network.ReplaceHead(5));
            return;
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Assert.Throws<ArgumentException>(() => network.ReplaceHead(0));
        var keys = ModuleTree.State(network).Select(entry => entry.Key).ToList();
        network.ReplaceHead(5);
        Assert.Equal(5, network.Options.Outputs);
        Assert.Equal(keys.Order(), ModuleTree.State(network).Select(entry => entry.Key).Order());
        network.train();
        var image = Image(Smallest);
        var outputs = network.TrainingOutputs(image);
        Assert.All([outputs.Main, .. outputs.Auxiliary], output => Assert.Equal(5, output.shape[1]));
        Assert.Equal(OutputShape(image, 5), outputs.Main.shape);
    }

    /// <summary>The statistics of batches included; not dropout, for other tests draw from the same generator.</summary>
    public void Recomputed_blocks_train_alike()
    {
        using var scope = NewDisposeScope();
        var images = Image(Smallest);
        var before = network.buffers().Select(buffer => buffer.clone()).ToList();
        var expected = Trained(images, before);
        if (!Trained(images, before)[0].Value.equal(expected[0].Value).all().item<bool>())
        {
            return; // draws inside its layers
        }

        if (network.RecomputeBlocks() > 0)
        {
            // A bias before a normalisation has no gradient but rounding, which is on the scale of the other gradients.
            var least = Math.Max(1e-6f, 1e-4f * expected.Max(entry => entry.Value.norm().item<float>()));
            foreach (var (actual, wanted) in Trained(images, before).Zip(expected))
            {
                var difference = (actual.Value - wanted.Value).norm().item<float>() / Math.Max(least, wanted.Value.norm().item<float>());
                Assert.True(difference < 1e-4, $"{actual.Key} differs by {difference:0.0e0} of its norm");
            }
        }
    }

    // Everything that a step changes.
    private List<(string Key, Tensor Value)> Trained(Tensor images, List<Tensor> statistics)
    {
        using (no_grad())
        {
            foreach (var (buffer, value) in network.buffers().Zip(statistics))
            {
                buffer.copy_(value);
            }
        }

        network.zero_grad();
        TrainWithoutDropout();
        var outputs = network.TrainingOutputs(images);
        outputs.Auxiliary.Aggregate(Wave(outputs.Main), (sum, auxiliary) => sum + Wave(auxiliary)).backward();
        return
        [
            ("the output", outputs.Main.detach().clone()),
            .. network.named_buffers().Select(entry => (entry.name, entry.buffer.to_type(ScalarType.Float32, copy: true))),
            .. network.named_parameters().Where(entry => entry.parameter.grad is not null)
                .Select(entry => ($"the gradient of {entry.name}", entry.parameter.grad!.clone())),
        ];
    }

    // A sum in which no element counts as another.
    private static Tensor Wave(Tensor output) => (output * linspace(-1, 1, output.numel()).cos().reshape(output.shape)).sum();

    private void TrainWithoutDropout()
    {
        network.train();
        foreach (var (_, drop) in ModuleTree.Walk(network).Where(entry => entry.Module.GetType().Name.Contains("Drop", StringComparison.Ordinal)))
        {
            drop.eval();
        }
    }

    private static Tensor Loss(Tensor output, Tensor input)
    {
        if (output.shape.SequenceEqual(input.shape))
        {
            return functional.mse_loss(output, input);
        }

        var labels = randint(0, output.shape[1], [output.shape[0], .. output.shape[2..]], dtype: ScalarType.Int64);
        return functional.cross_entropy(output, labels);
    }

    /// <summary>Maps may leave a layer as such, with the channels last, or as a sequence of tokens.</summary>
    private static bool IsLike(long[] given, long[] maps)
    {
        long[] channelsLast = [maps[0], .. maps[2..], maps[1]];
        var positions = maps[2..].Aggregate((a, b) => a * b);
        return given.SequenceEqual(maps) || given.SequenceEqual(channelsLast)
            || (given.Length == 3 && given[0] == maps[0] && given[1] - positions is 0 or 1 && given[2] == maps[1]);
    }

    private static void AssertNear(Tensor actual, Tensor expected, string otherwise)
    {
        var (difference, size) = ((actual - expected).abs().max().item<float>(), expected.abs().max().item<float>());
        Assert.True(difference <= 1e-4 * size, $"{otherwise}: {difference:0.0e0} of {size:0.0e0}");
    }

    private static void AssertFinite(Tensor output, long[] shape)
    {
        Assert.Equal(shape, output.shape);
        Assert.True(output.isfinite().all().item<bool>(), "the output is not finite");
    }

    /// <summary>
    /// Some references start a layer at zero, which keeps gradients from what is before it; small values let them through.
    /// </summary>
    private void WakeZeros()
    {
        using var noGradient = no_grad();
        foreach (var parameter in network.parameters().Where(parameter => parameter.count_nonzero().item<long>() == 0))
        {
            init.normal_(parameter, 0, 0.02);
        }

        // A single hidden unit before a rectifier may be off for every image.
        foreach (var (key, parameter) in network.named_parameters().Where(entry => entry.parameter.numel() == 1))
        {
            if (key.EndsWith(".bias", StringComparison.Ordinal))
            {
                init.ones_(parameter);
            }
        }
    }

    private void AssertRefused(string needs, long[] shape, string because)
    {
        using var scope = NewDisposeScope();
        var message = Assert.Throws<ArgumentException>(() => network.call(zeros(shape))).Message;
        Assert.StartsWith(needs, message, StringComparison.Ordinal);
        Assert.Contains(because, message, StringComparison.Ordinal);
    }

    private long[] OutputShape(Tensor input, int outputs) => anatomy.Output switch
    {
        NetworkOutput.Scores => [input.shape[0], outputs],
        NetworkOutput.Maps => [input.shape[0], outputs, .. input.shape[2..]],
        _ => input.shape,
    };

    private Tensor Image(long[] size) => rand([batch, channels, .. size]);

    /// <summary>The fixed size, or sides of at least the given length.</summary>
    private long[] Size(long side)
    {
        var rounded = (side + anatomy.SizeMultiple - 1) / anatomy.SizeMultiple * anatomy.SizeMultiple;
        return anatomy.FixedSize is { } size ? [.. size] : [.. Enumerable.Repeat(rounded, (int)dims)];
    }
}

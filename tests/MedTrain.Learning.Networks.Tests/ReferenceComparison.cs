using MedTrain.Learning.Tests.Models;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Networks.Tests;

/// <summary>What a record of tests/golden/models demands, asked of one network that is built once; each method is one demand.</summary>
/// <param name="record">The record.</param>
/// <param name="network">The network; it may be built without initial weights, and its weights and type are changed.</param>
public sealed class ReferenceComparison(GoldenRecord record, Network network)
{
    /// <summary>Also the order of the keys, and each one's shape and type.</summary>
    public void Parameters_and_keys_are_the_reference()
    {
        Assert.Equal(record.Params, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(record.StateKeys, ModuleTree.State(network).Count());
        var lines = ModuleTree.State(network).Select(
            entry => $"{entry.Key} [{string.Join(",", entry.Value.shape)}] {entry.Value.dtype.ToString().ToLowerInvariant()}\n");
        Assert.Equal(record.KeysSha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines)))));
    }

    public void Operations_are_the_reference()
    {
        using var scope = NewDisposeScope();
        var table = LayerTable.Of(network, record.Macs!.Input[0][1..]);
        Assert.Equal(record.Params, table.Parameters);
        Assert.Equal(record.Macs.ConvLinearMacs, table.Rows.Where(IsCountedByTheReference).Sum(MacsOfTheReference));
        Assert.All(table.Rows, row => Assert.InRange(row.Macs, 0, table.Macs));
    }

    /// <summary>The last small network of a vision transformer works for the class token alone, the reference's for all tokens.</summary>
    private long MacsOfTheReference(LayerRow row)
    {
        if (network is not VisionTransformer)
        {
            return row.Macs;
        }

        var lastBlock = network.Anatomy.CamLayer![..network.Anatomy.CamLayer!.LastIndexOf('.')];
        var tokens = network.named_parameters().Single(entry => entry.name.EndsWith("pos_embedding", StringComparison.Ordinal)).parameter.shape[1];
        return row.Name.StartsWith($"{lastBlock}.mlp", StringComparison.Ordinal) ? tokens * row.Macs : row.Macs;
    }

    /// <summary>In float64 to 1e-9, in float32 to 1e-4 of the norm.</summary>
    public void Outputs_are_the_reference()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        FillV1.Fill(network, record.GainPermille);
        network.eval();
        var hash = Task.Run(StateSha256); // reads the weights beside the forward pass
        var input = GoldenRecord.Input(record.Inputs!);
        var single = network.ReferenceOutputs(input).Select(output => output.to_type(ScalarType.Float64)).ToList();
        Assert.Equal(record.StateSha256, hash.GetAwaiter().GetResult());
        network.to(ScalarType.Float64);
        var (exact, differing) = RunWatched(input.to_type(ScalarType.Float64));
        Assert.Equal(record.Outputs!.Length, exact.Count);
        foreach (var ((expected, actual), rounded) in record.Outputs.Zip(exact).Zip(single))
        {
            try
            {
                AssertEqual(expected, actual);
            }
            catch (Exception failure) when (differing.Count > 0)
            {
                throw new InvalidOperationException($"The first module to differ is {differing[0]}.\n{failure.Message}", failure);
            }

            Assert.InRange((rounded - actual).norm().item<double>() / actual.norm().item<double>(), 0, 1e-4);
        }
    }

    /// <summary>
    /// Three steps of SGD in float64 to 1e-6: loss, gradient, parameters; then the running statistics and the output in evaluation mode.
    /// The loss of the first step in float32 to 1e-4, its gradient to 1e-3 of the norm: later ones magnify rounding.
    /// </summary>
    public void Training_is_the_reference()
    {
        using var scope = NewDisposeScope();
        var training = record.Train!;
        network.to(ScalarType.Float32);
        FillV1.Fill(network, training.GainPermille);
        var input = GoldenRecord.Input(training.Inputs);
        var labels = training.Labels is null ? PixelLabels(training.Inputs[0]) : tensor(training.Labels);
        network.train();
        foreach (var (_, module) in ModuleTree.Walk(network).Where(entry => IsDrop(entry.Module)))
        {
            module.eval(); // the records are made without random drops
        }

        if (training.F32 is { } single)
        {
            AssertGradient(single, 0, Loss(network.TrainingOutputs(input), labels), 1e-4, 1e-3);
            network.zero_grad();
        }

        network.to(ScalarType.Float64);
        FillV1.Fill(network, training.GainPermille); // the running statistics have moved
        input = input.to_type(ScalarType.Float64);
        using var optimizer = optim.SGD(network.parameters(), learningRate: training.Lr, momentum: 0.9, weight_decay: 1e-4);
        for (var step = 0; step < training.F64.Loss.Length; step++)
        {
            // One voxel normalised over two images magnifies rounding, which differs from libtorch to libtorch.
            var isMagnified = training.F64.GradL2[step] > 1e6;
            optimizer.zero_grad();
            AssertGradient(training.F64, step, Loss(network.TrainingOutputs(input), labels), 1e-6, isMagnified ? 1e-5 : 1e-6);
            optimizer.step();
            AssertNear(training.F64.ParamL2[step], Norm(network.parameters()), isMagnified ? 1e-5 : 1e-6);
            if (isMagnified)
            {
                return; // a step that throws the weights this far: the rest is not comparable
            }
        }

        AssertAfterwards(training.F64, input);
    }

    private void AssertAfterwards(GoldenRecord.Steps steps, Tensor input)
    {
        AssertNear(steps.RunningMeanL2After, Norm(Buffers("running_mean")), 1e-6);
        AssertNear(steps.RunningVarL2After, Norm(Buffers("running_var")), 1e-6);
        network.eval();
        using var noGradient = no_grad();
        var output = network.call(input);
        AssertNear(steps.EvalL2After, output.norm().item<double>(), 1e-6);
        var first = output.flatten()[..4].data<double>().ToArray();
        Assert.All(steps.EvalFirst4After.Zip(first), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0,
            1e-6 * steps.EvalL2After));
    }

    private void AssertGradient(GoldenRecord.Steps steps, int step, Tensor loss, double ofLoss, double ofGradient)
    {
        loss.backward();
        AssertNear(steps.Loss[step], loss.to_type(ScalarType.Float64).item<double>(), ofLoss);
        AssertNear(steps.GradL2[step], Norm(network.parameters().Select(parameter => parameter.grad!)), ofGradient);
    }

    private IEnumerable<Tensor> Buffers(string name) =>
        network.named_buffers().Where(entry => entry.name.EndsWith(name, StringComparison.Ordinal)).Select(entry => entry.buffer);

    private Tensor Loss(NetworkOutputs outputs, Tensor labels) => outputs.Auxiliary.Zip(network.Anatomy.AuxiliaryWeights).Aggregate(
        functional.cross_entropy(outputs.Main, labels),
        (sum, next) => sum + (functional.cross_entropy(next.First, labels) * next.Second));

    /// <summary>
    /// Runs the network; also the modules whose output has another norm than the record says, in the order in which they run. Some are shared
    /// and run more often than the record says.
    /// </summary>
    private (IReadOnlyList<Tensor> Outputs, List<string> Differing) RunWatched(Tensor input)
    {
        var (differing, modules) = (new List<string>(), ModuleTree.Walk(network).ToDictionary(entry => entry.Path, entry => entry.Module));
        var removers = (record.CheckpointsF64 ?? []).Select(checkpoint => (Path: checkpoint[0].GetString()!, Norm: checkpoint[2].GetDouble()))
            .Where(checkpoint => modules.GetValueOrDefault(checkpoint.Path) is Module<Tensor, Tensor>)
            .Select(checkpoint => ((Module<Tensor, Tensor>)modules[checkpoint.Path]).register_forward_hook((_, _, output) =>
            {
                var actual = output.norm().item<double>();
                if (Math.Abs(actual - checkpoint.Norm) > 1e-9 * checkpoint.Norm)
                {
                    differing.Add(string.Create(CultureInfo.InvariantCulture, $"{checkpoint.Path}: {actual:R}, not {checkpoint.Norm:R}"));
                }

                return output;
            })).ToList();
        var outputs = network.ReferenceOutputs(input);
        removers.ForEach(remover => remover.remove());
        return (outputs, differing);
    }

    private static void AssertEqual(GoldenRecord.Output expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.shape);
        AssertNear(expected.L2F64, actual.norm().item<double>(), 1e-9);
        var values = actual.contiguous().data<double>().ToArray();
        Assert.InRange(Math.Abs(expected.SumF64 - values.Sum()), 0, 1e-9 * values.Sum(Math.Abs));
        var largest = values.Max(Math.Abs);
        Assert.All(expected.First8F64.Zip(values), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-9 * largest));
        Assert.Equal(expected.Argmax, Array.IndexOf(values, values.Max()));
    }

    /// <summary>
    /// The reference counts calls of convolution and linear modules: not the products of attention, and nothing of torchvision's ViT and
    /// Swin attention, which is one function there.
    /// </summary>
    private bool IsCountedByTheReference(LayerRow row) =>
        !row.Kind.Contains("Attention", StringComparison.Ordinal)
        && !(record.Name.StartsWith("vit_", StringComparison.Ordinal) && row.Name.Contains(".self_attention.", StringComparison.Ordinal))
        && !(record.Name.StartsWith("swin_", StringComparison.Ordinal) && row.Name.EndsWith(".attn.proj", StringComparison.Ordinal));

    /// <summary>One class for each pixel of an image <c>[N, C, H, W]</c>: 1 where k(flat index, "target") is positive.</summary>
    private static Tensor PixelLabels(long[] image)
    {
        long[] shape = [image[0], .. image[2..]];
        return tensor(FillV1.K("target", shape.Aggregate((a, b) => a * b)).Select(k => k > 0 ? 1L : 0L).ToArray(), shape);
    }

    private static bool IsDrop(Module module) => module.GetType().Name.Contains("Drop", StringComparison.Ordinal);

    private static double Norm(IEnumerable<Tensor> tensors) =>
        Math.Sqrt(tensors.Sum(tensor => tensor.detach().to_type(ScalarType.Float64).square().sum().item<double>()));

    private string StateSha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, value) in ModuleTree.State(network).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendData(value.bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AssertNear(double expected, double actual, double relative) =>
        Assert.True(
            Math.Abs(expected - actual) <= relative * Math.Abs(expected),
            string.Create(CultureInfo.InvariantCulture, $"expected {expected:R}, got {actual:R}"));
}

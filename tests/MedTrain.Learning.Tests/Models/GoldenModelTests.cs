using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Tests.Models;

/// <summary>
/// Every network that has a record in tests/golden/models equals its reference: keys, fill, outputs, and training where recorded.
/// </summary>
public class GoldenModelTests
{
    /// <summary>From this many parameters on a network is in the slow tier.</summary>
    private const long Large = 60_000_000;

    public static TheoryData<string> Usual => [.. Names.Where(name => GoldenRecord.Read(name).Params < Large)];

    public static TheoryData<string> TooLargeForQuickRuns => [.. Names.Where(name => GoldenRecord.Read(name).Params >= Large)];

    public static TheoryData<string> Trained => [.. Names.Where(name => GoldenRecord.Read(name).Train is not null)];

    private static IEnumerable<string> Names => GoldenRecord.Names.Where(ModelTable.Names.Contains);

    [Theory]
    [MemberData(nameof(Usual))]
    public void Keys_and_outputs_equal_the_reference(string name) => AssertKeysAndOutputs(GoldenRecord.Read(name));

    [Theory]
    [Trait("Tier", "slow")]
    [MemberData(nameof(TooLargeForQuickRuns))]
    public void Keys_and_outputs_of_large_networks_equal_the_reference(string name) => AssertKeysAndOutputs(GoldenRecord.Read(name));

    [Theory]
    [MemberData(nameof(Trained))]
    public void Three_training_steps_equal_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        var whole = GoldenRecord.Read(name);
        var record = whole.Train!;
        using var network = whole.Filled(record.Inputs, record.GainPermille);
        network.to(ScalarType.Float64);
        using var optimizer = optim.SGD(network.parameters(), learningRate: record.Lr, momentum: 0.9, weight_decay: 1e-4);
        var input = GoldenRecord.Input(record.Inputs).to_type(ScalarType.Float64);
        var labels = record.Labels is null ? PixelLabels(record.Inputs[0]) : tensor(record.Labels);
        network.train();
        foreach (var (_, module) in ModuleTree.Walk(network).Where(entry => IsDrop(entry.Module)))
        {
            module.eval(); // the records are made without random drops
        }

        for (var step = 0; step < record.F64.Loss.Length; step++)
        {
            optimizer.zero_grad();
            var outputs = network.TrainingOutputs(input);
            var loss = outputs.Auxiliary.Zip(network.Anatomy.AuxiliaryWeights).Aggregate(
                functional.cross_entropy(outputs.Main, labels), (sum, next) => sum + (
                    functional.cross_entropy(next.First, labels) * next.Second));
            loss.backward();
            AssertNear(record.F64.Loss[step], loss.item<double>(), 1e-6);
            AssertNear(record.F64.GradL2[step], Norm(network.parameters().Select(parameter => parameter.grad!)), 1e-6);
            optimizer.step();
            AssertNear(record.F64.ParamL2[step], Norm(network.parameters()), 1e-6);
            if (record.F64.GradL2[step] > 1e6)
            {
                return; // a step that throws the weights this far magnifies rounding (one voxel normalised over two images): the rest is not comparable
            }
        }

        network.eval();
        using var noGradient = no_grad();
        AssertNear(record.F64.EvalL2After, network.call(input).norm().item<double>(), 1e-6);
    }

    /// <summary>Some records have no outputs, because the reference was only counted.</summary>
    private static void AssertKeysAndOutputs(GoldenRecord record)
    {
        using var scope = NewDisposeScope();
        using var network = record.Build();
        Assert.Equal(record.Params, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(record.StateKeys, ModuleTree.State(network).Count());
        Assert.Equal(record.KeysSha256, KeysSha256(network));
        if (record.Outputs is null)
        {
            return;
        }

        FillV1.Fill(network, record.GainPermille);
        Assert.Equal(record.StateSha256, StateSha256(network));

        using var noGradient = no_grad();
        network.eval();
        var input = GoldenRecord.Input(record.Inputs!);
        var single = network.ReferenceOutputs(input).Select(output => output.to_type(ScalarType.Float64)).ToList();
        network.to(ScalarType.Float64);
        var exact = network.ReferenceOutputs(input.to_type(ScalarType.Float64));
        Assert.Equal(record.Outputs!.Length, exact.Count);
        foreach (var ((expected, actual), rounded) in record.Outputs.Zip(exact).Zip(single))
        {
            AssertEqual(expected, actual);
            Assert.InRange((rounded - actual).norm().item<double>() / actual.norm().item<double>(), 0, 1e-4);
        }
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

    /// <summary>One class for each pixel of an image <c>[N, C, H, W]</c>: 1 where k(flat index, "target") is positive.</summary>
    private static Tensor PixelLabels(long[] image)
    {
        long[] shape = [image[0], .. image[2..]];
        return tensor(FillV1.K("target", shape.Aggregate((a, b) => a * b)).Select(k => k > 0 ? 1L : 0L).ToArray(), shape);
    }

    private static bool IsDrop(Module module) => module.GetType().Name.Contains("Drop", StringComparison.Ordinal);

    private static double Norm(IEnumerable<Tensor> tensors) =>
        Math.Sqrt(tensors.Sum(tensor => tensor.detach().square().sum().item<double>()));

    private static string KeysSha256(Module network)
    {
        var lines = ModuleTree.State(network).Select(
            entry => $"{entry.Key} [{string.Join(",", entry.Value.shape)}] {entry.Value.dtype.ToString().ToLowerInvariant()}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private static string StateSha256(Module network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, value) in ModuleTree.State(network).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendData(value.detach().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AssertNear(double expected, double actual, double relative) =>
        Assert.True(
            Math.Abs(expected - actual) <= relative * Math.Abs(expected),
            string.Create(CultureInfo.InvariantCulture, $"expected {expected:R}, got {actual:R}"));
}

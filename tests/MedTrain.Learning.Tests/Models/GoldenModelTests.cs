using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Tests.Models;

/// <summary>Every network that has a record in tests/golden/models equals its reference: keys, fill, outputs, and training where recorded.</summary>
public class GoldenModelTests
{
    public static TheoryData<string> Recorded => [.. GoldenRecord.Names];

    public static TheoryData<string> RecordedTraining => [.. GoldenRecord.Names.Where(name => GoldenRecord.Read(name).Train is not null)];

    [Fact]
    public void Every_recorded_network_is_in_the_table_and_every_torchvision_network_is_recorded()
    {
        Assert.Equal(GoldenRecord.Names, ModelTable.Rows.Where(row => row.Weights == WeightNaming.Torchvision).Select(row => row.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Keys_and_outputs_equal_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        var record = GoldenRecord.Read(name);
        using var network = Filled(record.Name, record.GainPermille);
        Assert.Equal(record.Params, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(record.StateKeys, ModuleTree.State(network).Count());
        Assert.Equal(record.KeysSha256, KeysSha256(network));
        Assert.Equal(record.StateSha256, StateSha256(network));

        using var noGradient = no_grad();
        network.eval();
        var input = FillV1.Input(record.Inputs[0]);
        var single = network.call(input).to_type(ScalarType.Float64);
        network.to(ScalarType.Float64);
        var exact = network.call(input.to_type(ScalarType.Float64));

        var expected = record.Outputs[0];
        Assert.Equal(expected.Shape, exact.shape);
        AssertNear(expected.L2F64, exact.norm().item<double>(), 1e-9);
        AssertNear(expected.SumF64, exact.sum().item<double>(), 1e-8);
        var values = exact.data<double>().ToArray();
        var largest = values.Max(Math.Abs);
        Assert.All(expected.First8F64.Zip(values), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-9 * largest));
        Assert.Equal(expected.Argmax, Array.IndexOf(values, values.Max()));
        Assert.InRange((single - exact).norm().item<double>() / exact.norm().item<double>(), 0, 1e-4);
    }

    [Theory]
    [MemberData(nameof(RecordedTraining))]
    public void Three_training_steps_equal_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        var record = GoldenRecord.Read(name).Train!;
        using var network = Filled(name, record.GainPermille);
        network.to(ScalarType.Float64);
        using var optimizer = optim.SGD(network.parameters(), learningRate: record.Lr, momentum: 0.9, weight_decay: 1e-4);
        var input = FillV1.Input(record.Inputs[0]).to_type(ScalarType.Float64);
        var labels = tensor(record.Labels);
        network.train();
        for (var step = 0; step < record.F64.Loss.Length; step++)
        {
            optimizer.zero_grad();
            var loss = functional.cross_entropy(network.call(input), labels);
            loss.backward();
            AssertNear(record.F64.Loss[step], loss.item<double>(), 1e-6);
            AssertNear(record.F64.GradL2[step], Norm(network.parameters().Select(parameter => parameter.grad!)), 1e-6);
            optimizer.step();
            AssertNear(record.F64.ParamL2[step], Norm(network.parameters()), 1e-6);
        }

        network.eval();
        using var noGradient = no_grad();
        AssertNear(record.F64.EvalL2After, network.call(input).norm().item<double>(), 1e-6);
    }

    private static Network Filled(string name, int gainPermille)
    {
        var network = ModelTable.Find(name).Build(new(SpatialDims.Two, InputChannels: 3, Outputs: 1000));
        FillV1.Fill(network, gainPermille);
        return network;
    }

    private static double Norm(IEnumerable<Tensor> tensors) => Math.Sqrt(tensors.Sum(tensor => tensor.detach().square().sum().item<double>()));

    private static string KeysSha256(Module network)
    {
        var lines = ModuleTree.State(network).Select(entry => $"{entry.Key} [{string.Join(",", entry.Value.shape)}] {entry.Value.dtype.ToString().ToLowerInvariant()}\n");
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
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Abs(expected), string.Create(CultureInfo.InvariantCulture, $"expected {expected:R}, got {actual:R}"));
}

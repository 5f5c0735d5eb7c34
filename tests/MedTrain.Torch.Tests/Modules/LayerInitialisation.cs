using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Torch.Tests.Modules;

[Collection(DefaultGenerator.Name)]
public class LayerInitialisation
{
    private static readonly Dictionary<string, Func<Module>> Makers = new()
    {
        ["Conv2d(3, 4, 3)"] = () => Conv2d(3, 4, 3),
        ["Conv3d(2, 2, 3, groups=2)"] = () => Conv3d(2, 2, 3, groups: 2),
        ["ConvTranspose2d(2, 3, 2, 2)"] = () => ConvTranspose2d(2, 3, 2, 2),
        ["Linear(5, 3)"] = () => Linear(5, 3),
        ["Embedding(4, 3)"] = () => Embedding(4, 3),
        ["LSTM(3, 2, 2)"] = () => LSTM(3, 2, 2),
        ["GRU(3, 2)"] = () => GRU(3, 2),
        ["MultiheadAttention(4, 2)"] = () => MultiheadAttention(4, 2, add_bias_kv: true),
        ["MultiheadAttention(4, 2, kdim=3)"] = () => MultiheadAttention(4, 2, kdim: 3),
        ["TransformerEncoderLayer(4, 2, 6)"] = () => TransformerEncoderLayer(4, 2, 6),
    };

    private static readonly Dictionary<string, Func<Tensor>> Structured = new()
    {
        ["orthogonal 4x3"] = () => init.orthogonal_(empty(4, 3), 2),
        ["orthogonal 2x3x2"] = () => init.orthogonal_(empty(2, 3, 2)),
        ["dirac 2x3x3x3"] = () => init.dirac_(empty(new long[] { 2, 3, 3, 3 })),
        ["sparse 5x3"] = () => init.sparse_(empty(5, 3), 0.3, 0.5),
    };

    public static TheoryData<string> Known => [.. Golden.Section("layers").Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Known))]
    public void The_same_seed_gives_the_same_weights_as_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var layer = Makers[name]();
        var expected = Golden.Section("layers")[name]!.AsObject();
        Assert.Equal(expected.Select(entry => entry.Key), layer.state_dict().Keys);
        foreach (var (key, value) in layer.state_dict())
        {
            Golden.Equal(expected[key]!["sum"], value.to(float64).sum(), 1e-6);
            Golden.Equal(expected[key]!["first"], value.flatten()[..Math.Min(4, (int)value.numel())], 1e-7);
        }
    }

    [Fact]
    public void Normalisations_begin_with_weight_one_and_bias_zero()
    {
        using var scope = NewDisposeScope();
        foreach (var layer in new Module[] { BatchNorm2d(3), GroupNorm(1, 3), LayerNorm(3), InstanceNorm2d(3, affine: true) })
        {
            Assert.True(layer.get_parameter("weight")!.eq(1).all().item<bool>());
            Assert.True(layer.get_parameter("bias")!.eq(0).all().item<bool>());
        }
    }

    [Fact]
    public void Fills_have_the_moments_of_their_formulas()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var w = empty(200, 300, float64);
        Assert.Equal(Math.Sqrt(2.0 / 300), init.kaiming_normal_(w).std().item<double>(), 3);
        Assert.Equal(
            Math.Sqrt(2.0 / 200), init.kaiming_normal_(w, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU)
            .std().item<double>(), 3);
        Assert.Equal(Math.Sqrt(2.0 / 500), init.xavier_uniform_(w).std().item<double>(), 3);
        init.trunc_normal_(w, std: 0.02, a: -0.03, b: 0.03);
        Assert.InRange(w.abs().max().item<double>(), 0.029, 0.03);
        Assert.Equal(5.0 / 3, init.calculate_gain(init.NonlinearityType.Tanh));
        Assert.Equal(3, init.eye_(empty(3, 3)).trace().item<float>());
        Assert.Throws<ArgumentException>(() => init.kaiming_uniform_(empty(3)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_structured_weights_as_PyTorch()
    {
        var expected = Golden.Section("structured_weights");
        Assert.Equal(expected.Select(entry => entry.Key), Structured.Keys);
        foreach (var (name, fill) in Structured)
        {
            using var scope = NewDisposeScope();
            manual_seed(7);
            Golden.Equal(expected[name], fill(), 1e-6);
        }
    }

    [Fact]
    public void Weights_of_the_wrong_shape_are_refused_by_name()
    {
        using var scope = NewDisposeScope();
        Action[] calls = [() => init.orthogonal_(empty(3)), () => init.dirac_(empty(3, 3)), () => init.sparse_(empty(3), 0.5)];
        Assert.All(calls, call => Assert.Contains("the tensor is [3", Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentOutOfRangeException>(() => init.sparse_(empty(3, 3), 1.5));
    }
}

using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace MedTrain.Torch.Tests.Modules;

/// <summary>Layers against tests/golden/torch-layers.json, whose maker explains the formulas of weights, inputs and loss.</summary>
public class LayerGoldens
{
    private static readonly JsonObject Records = Golden.Read("torch-layers.json");

    private static readonly Dictionary<string, Func<(Module Layer, Func<Tensor[], Tensor?[]> Call)>> Layers = new()
    {
        ["attention"] = () => Attention(MultiheadAttention(4, 2)),
        ["attention self"] = () => Made(MultiheadAttention(4, 2), (m, x) => Both(m.call(x[0], x[0], x[0]))),
        ["attention masked"] = () => Attention(MultiheadAttention(4, 2), PaddingMask(), CausalMask()),
        ["attention added mask"] = () =>
            Made(MultiheadAttention(4, 2), (m, x) => Both(m.call(x[0], x[1], x[2], attn_mask: x[3]))),
        ["attention other sizes"] = () => Attention(MultiheadAttention(4, 2, kdim: 3, vdim: 5)),
        ["attention extra keys"] = () =>
            Attention(MultiheadAttention(4, 2, add_bias_kv: true, add_zero_attn: true), PaddingMask(), CausalMask()),
        ["attention without bias"] = () => Attention(MultiheadAttention(4, 2, bias: false)),
        ["attention batch first"] = () =>
            Made(MultiheadAttention(4, 2, batch_first: true), (m, x) => Both(m.call(x[0], x[1], x[2], need_weights: false))),
        ["attention single"] = () => Attention(MultiheadAttention(4, 2)),
        ["encoder layer"] = () => Simple(TransformerEncoderLayer(4, 2, 6)),
        ["encoder layer norm first gelu"] = () =>
            Simple(TransformerEncoderLayer(4, 2, 6, activation: Activations.GELU, batch_first: true, norm_first: true)),
        ["encoder layer masked"] = () =>
            Made(TransformerEncoderLayer(4, 2, 6), (m, x) => [m.call(x[0], CausalMask(), PaddingMask())]),
        ["encoder"] = () =>
            Made(TransformerEncoder(TransformerEncoderLayer(4, 2, 6), 2), (m, x) => [m.call(x[0], CausalMask())]),
        ["lstm"] = () => Made(LSTM(3, 2), (m, x) => Three(m.call(x[0]))),
        ["lstm two layers both ways"] = () =>
            Made(LSTM(3, 2, 2, bidirectional: true, batchFirst: true), (m, x) => Three(m.call(x[0], (x[1], x[2])))),
        ["lstm single"] = () => Made(LSTM(3, 2, bias: false), (m, x) => Three(m.call(x[0]))),
        ["gru"] = () => Made(GRU(3, 2, 2), (m, x) => Two(m.call(x[0]))),
        ["gru both ways"] = () => Made(GRU(3, 2, bidirectional: true, batchFirst: true), (m, x) => Two(m.call(x[0], x[1]))),
        ["rnn tanh"] = () => Made(RNN(3, 2, bidirectional: true), (m, x) => Two(m.call(x[0]))),
        ["rnn relu"] = () => Made(RNN(3, 2, 2, NonLinearities.ReLU), (m, x) => Two(m.call(x[0], x[1]))),
        ["unpool 1d"] = () => Made(MaxUnpool1d(2), (m, x) => [Unpool(F.max_pool1d_with_indices(x[0], 2), (y, i) => m.call(y, i))]),
        ["unpool 2d"] = () => Made(
            MaxUnpool2d(3, 2, 1), (m, x) =>
                [Unpool(F.max_pool2d_with_indices(x[0], [3, 3], [2, 2], [1, 1]), (y, i) => m.call(y, i, [6, 6]))]),
        ["unpool 3d"] = () => Made(
            MaxUnpool3d((2, 2, 1)), (m, x) => [Unpool(F.max_pool3d_with_indices(x[0], [2, 2, 1]), (y, i) => m.call(y, i))]),
        ["constant pad 1d"] = () => Simple(ConstantPad1d((1, 2), 0.5)),
        ["constant pad 2d"] = () => Simple(ConstantPad2d((1, 2, 0, -1), 0.5)),
        ["constant pad 3d"] = () => Simple(ConstantPad3d((1, 2, 0, 1, 2, 0), -1.5)),
        ["reflection pad 1d"] = () => Simple(ReflectionPad1d((1, 2))),
        ["reflection pad 2d"] = () => Simple(ReflectionPad2d((1, 2, 0, 1))),
        ["reflection pad 3d"] = () => Simple(ReflectionPad3d(1)),
        ["replication pad 1d"] = () => Simple(ReplicationPad1d(2)),
        ["replication pad 2d"] = () => Simple(ReplicationPad2d((1, 2, 3, 0))),
        ["replication pad 3d"] = () => Simple(ReplicationPad3d((1, 0, 2, 0, 0, 1))),
        ["zero pad 2d"] = () => Simple(ZeroPad2d((1, 0, 2, 1))),
        ["unfold"] = () => Simple(Unfold((2, 3), padding: (1, 0), stride: (2, 1))),
        ["fold"] = () => Simple(Fold((4, 5), (2, 3), padding: (1, 0), stride: (2, 1))),
        ["unflatten"] = () => Simple(Unflatten(1, [2, 3])),
        ["pixel unshuffle"] = () => Simple(PixelUnshuffle(2)),
        ["pixel shuffle"] = () => Simple(PixelShuffle(2)),
    };

    public static TheoryData<string> Known => [.. Records.Select(record => record.Key)];

    [Theory]
    [MemberData(nameof(Known))]
    public void Outputs_and_gradients_equal_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var record = Records[name]!;
        var (layer, call) = Layers[name]();
        using (layer)
        {
            layer.to(float64).eval();
            Fill(layer, record["keys"]!);
            var inputs = record["inputs"]!.AsArray().Select((shape, k) => Wave(Sizes(shape!), 0.61, k).sin().requires_grad_()).ToArray();
            var outputs = call(inputs).OfType<Tensor>().ToArray();
            outputs.Select(output => (output * Wave(output.shape, 0.53, 0).cos()).sum()).Aggregate((a, b) => a + b).backward();
            EachEqual(record["outputs"]!, outputs);
            EachEqual(record["input_gradients"]!, [.. inputs.Select(input => input.grad!)]);
            var norms = layer.parameters().Select(parameter => parameter.grad!.norm()).ToArray();
            EachEqual(record["parameter_gradients"]!, norms);
        }
    }

    [Fact]
    public void Every_layer_of_the_table_has_a_record() => Assert.Equal(Layers.Keys.Order(), Records.Select(record => record.Key).Order());

    [Fact]
    public void Layers_refuse_sequences_states_and_settings_that_do_not_fit()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("[L, N, 3]", Assert.Throws<ArgumentException>(() => LSTM(3, 2).call(ones(4, 2, 5))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[1, 2, 2]", Assert.Throws<ArgumentException>(() => GRU(3, 2).call(ones(4, 2, 3), ones(1, 3, 2))).Message,
            StringComparison.Ordinal);
        Assert.Contains("divide", Assert.Throws<ArgumentException>(() => MultiheadAttention(4, 3)).Message, StringComparison.Ordinal);
        var (pooled, indices) = F.max_pool2d_with_indices(ones(1, 1, 4, 4), [2, 2]);
        Assert.Contains(
            "one step", Assert.Throws<ArgumentException>(() => MaxUnpool2d(2).call(pooled, indices, [9, 4])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Copied_encoder_layers_do_not_share_their_weights()
    {
        using var scope = NewDisposeScope();
        using var encoder = TransformerEncoder(TransformerEncoderLayer(4, 2, 6), 2);
        var weights = encoder.named_parameters().Where(p => p.name.EndsWith("linear1.weight", StringComparison.Ordinal)).ToList();
        Assert.Equal(["layers.0.linear1.weight", "layers.1.linear1.weight"], weights.Select(p => p.name));
        Assert.True(weights[0].parameter.allclose(weights[1].parameter));
        init.zeros_(weights[0].parameter);
        Assert.False(weights[0].parameter.allclose(weights[1].parameter));
    }

    private static (Module Layer, Func<Tensor[], Tensor?[]> Call) Made<T>(T layer, Func<T, Tensor[], Tensor?[]> call)
        where T : Module => (layer, inputs => call(layer, inputs));

    private static (Module Layer, Func<Tensor[], Tensor?[]> Call) Simple(Module<Tensor, Tensor> layer) =>
        Made(layer, (module, inputs) => [module.call(inputs[0])]);

    private static (Module Layer, Func<Tensor[], Tensor?[]> Call) Attention(
        TorchSharp.Modules.MultiheadAttention layer, Tensor? keyMask = null, Tensor? mask = null) =>
        Made(layer, (module, x) => Both(module.call(x[0], x[1], x[2], keyMask, attn_mask: mask)));

    private static Tensor?[] Both(Tuple<Tensor, Tensor> results) => [results.Item1, results.Item2];

    private static Tensor?[] Two((Tensor, Tensor) results) => [results.Item1, results.Item2];

    private static Tensor?[] Three((Tensor, Tensor, Tensor) results) => [results.Item1, results.Item2, results.Item3];

    private static Tensor Unpool((Tensor Values, Tensor Indices) pooled, Func<Tensor, Tensor, Tensor> unpool) =>
        unpool(pooled.Values, pooled.Indices);

    private static Tensor CausalMask() => ones(3, 3, @bool).triu(1);

    private static Tensor PaddingMask() => tensor(new[,] { { false, false, true }, { false, false, false } });

    private static long[] Sizes(JsonNode shape) => [.. shape.AsArray().Select(size => (long)size!)];

    private static Tensor Wave(long[] shape, double factor, double shift) =>
        ((arange(shape.Aggregate(1L, (a, b) => a * b), float64) * factor) + shift).reshape(shape);

    private static void Fill(Module layer, JsonNode keys)
    {
        var state = layer.state_dict();
        Assert.Equal(keys.AsArray().Select(key => (string)key!), state.Keys);
        using var mode = no_grad();
        foreach (var (tensor, k) in state.Values.Select((tensor, k) => (tensor, k)))
        {
            tensor.copy_(Wave(tensor.shape, 0.37, k).cos() * 0.3);
        }
    }

    private static void EachEqual(JsonNode expected, Tensor[] actual)
    {
        Assert.Equal(expected.AsArray().Count, actual.Length);
        foreach (var (wanted, got) in expected.AsArray().Zip(actual))
        {
            Golden.Equal(wanted, got);
        }
    }
}

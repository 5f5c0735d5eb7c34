using System.Text.Json.Nodes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace MedTrain.Torch.Tests.Modules;

/// <summary>The worked examples of tests/golden/worked-examples.json.</summary>
public class WorkedExamples
{
    private static readonly JsonObject Records = Golden.Read("worked-examples.json");

    // By section and name: the results that the example holds, under its own names.
    private static readonly Dictionary<string, Func<JsonNode, Dictionary<string, Tensor>>> Examples = new()
    {
        ["slides/conv_5x5_seed003"] = e => new()
        {
            ["valid"] = F.conv2d(Image(e["image"]), Image(e["filter"]))[0, 0],
            ["pad1"] = F.conv2d(Image(e["image"]), Image(e["filter"]), padding: [1, 1])[0, 0],
        },
        ["slides/top_sobel_seed003"] = e => new() { ["value"] = (Golden.Numbers(e["patch"]) * Golden.Numbers(e["kernel"])).sum() },
        ["slides/pool_seed004"] = e => new()
        {
            ["max_2x2_s1"] = MaxPool2d(2, 1).call(Image(e["input"]))[0, 0],
            ["max_2x2_s2"] = MaxPool2d(2).call(Image(e["input"]))[0, 0],
            ["mean_2x2_s2"] = AvgPool2d(2).call(Image(e["input"]))[0, 0],
        },
        ["slides/maxpool_backward_seed004"] = PooledBack,
        ["slides/cs231n_conv_demo_seed004"] = e => new()
        {
            ["output"] = F.conv2d(
                Golden.Numbers(e["input_with_pad"]).unsqueeze(0), Golden.Numbers(e["weights"]), Golden.Numbers(e["bias"]), [2, 2])[0],
        },
        ["slides/l1_distance_seed004"] = e => new()
        {
            ["abs_difference"] = (Golden.Numbers(e["a"]) - Golden.Numbers(e["b"])).abs(),
            ["sum"] = L1Loss(Reduction.Sum).call(Golden.Numbers(e["a"]), Golden.Numbers(e["b"])),
        },
        ["slides/total_error_seed000"] = e => new()
        {
            ["half_squared_sum"] = MSELoss(Reduction.Sum)
                .call(Golden.Numbers(e["output"]), Golden.Numbers(e["target_of_the_original_example"])) / 2,
        },
        ["slides/chain_rule_seed002"] = e =>
        {
            var x = Golden.Numbers(e["x"]).requires_grad_();
            (2 / x).square().backward();
            return new() { ["df_dx"] = x.grad! };
        },
        ["slides/attention_seed003"] = Attended,
        ["slides/sinusoidal_position_encoding_4x6"] = _ => new() { ["pe"] = Positions(4, 6) },
        ["norms/train_y"] = _ => new() { [""] = Normalised().Train },
        ["norms/eval_y_after"] = _ => new() { [""] = Normalised().Eval },
        ["norms/running_mean_after"] = _ => new() { [""] = Normalised().Layer.running_mean! },
        ["norms/running_var_after"] = _ => new() { [""] = Normalised().Layer.running_var! },
        ["norms/layer_norm_last_dim"] = _ => new() { [""] = LayerNorm(2, dtype: float64).call(Given("norms")) },
        ["norms/instance_norm"] = _ => new() { [""] = InstanceNorm2d(3, dtype: float64).call(Given("norms")) },
        ["norms/group_norm_3"] = _ => new() { [""] = GroupNorm(3, 3, dtype: float64).call(Given("norms")) },
        ["norms/local_response_norm_size5"] = _ => new() { ["y"] = LocalResponseNorm(5).call(Given("norms")) },
        ["interpolate/bilinear_align_false_4x5"] = _ => Interpolated(InterpolationMode.Bilinear, false),
        ["interpolate/bilinear_align_true_4x5"] = _ => Interpolated(InterpolationMode.Bilinear, true),
        ["interpolate/nearest_4x5"] = _ => Interpolated(InterpolationMode.Nearest, null),
        ["interpolate/max_pool_ceil_3_2_of_4x5"] = _ =>
            Only(MaxPool2d(3, 2, ceil_mode: true).call(arange(20, float64).reshape(1, 1, 4, 5))),
        ["interpolate/avg_pool_pad1_count_include_true"] = _ => Only(AvgPool2d(3, 1, 1).call(Pixels())),
        ["interpolate/avg_pool_pad1_count_include_false"] = _ => Only(AvgPool2d(3, 1, 1, count_include_pad: false).call(Pixels())),
        ["interpolate/adaptive_avg_2x2_of_2x3"] = _ => Only(AdaptiveAvgPool2d(2).call(Pixels())),
    };

    public static TheoryData<string> Known => [.. Examples.Keys];

    [Theory]
    [MemberData(nameof(Known))]
    public void Results_equal_the_examples(string path)
    {
        using var scope = NewDisposeScope();
        var parts = path.Split('/');
        var record = Records[parts[0]]![parts[1]]!;
        foreach (var (name, result) in Examples[path](record))
        {
            Golden.Equal(name.Length == 0 ? record : record[name], result);
        }
    }

    [Fact]
    public void Every_example_is_computed()
    {
        string[] elsewhere = ["slides/neuron_seed002", "slides/conv_output_size", "norms/x", "interpolate/x"];
        var all = Records.SelectMany(section => section.Value!.AsObject().Select(record => $"{section.Key}/{record.Key}"));
        Assert.Equal(all.Except(elsewhere).Order(), Examples.Keys.Order());
    }

    [Theory]
    [InlineData("bias_first", "x", 0)]
    [InlineData("bias_first_b", "batch_second_x", 0)]
    [InlineData("bias_last", "x", 2)]
    public void A_neuron_is_a_linear_layer_and_a_sigmoid(string name, string input, int bias)
    {
        using var scope = NewDisposeScope();
        var record = Records["slides"]!["neuron_seed002"]!;
        var w = Golden.Numbers(record["w"]);
        var weight = (bias == 0 ? w[1..] : w[..2]).unsqueeze(0);
        using var layer = Linear(Parameter(weight), Parameter(w[bias].unsqueeze(0)));
        var z = layer.call(Golden.Numbers(record[input]));
        Golden.Equal(record[name]!["z"], z[0]);
        Golden.Equal(record[name]!["y"], Sigmoid().call(z)[0]);
    }

    [Fact]
    public void Convolutions_have_the_sizes_of_the_formula()
    {
        using var scope = NewDisposeScope();
        foreach (var entry in Records["slides"]!["conv_output_size"]!.AsArray())
        {
            var sizes = entry!.AsArray().Select(size => (long)size!).ToArray();
            Assert.Equal(sizes[4], Conv1d(1, 1, sizes[1], sizes[3], sizes[2]).call(zeros(1, 1, sizes[0])).size(2));
        }
    }

    private static Tensor Image(JsonNode? node) => Golden.Numbers(node).unsqueeze(0).unsqueeze(0);

    private static Tensor Given(string section) => Golden.Numbers(Records[section]!["x"]);

    private static Tensor Pixels() => Image(Records["interpolate"]!["x"]);

    private static Dictionary<string, Tensor> Only(Tensor result) => new() { [""] = result[0, 0] };

    private static Dictionary<string, Tensor> Interpolated(InterpolationMode mode, bool? aligned) =>
        Only(F.interpolate(Pixels(), [4, 5], mode: mode, align_corners: aligned));

    private static Dictionary<string, Tensor> PooledBack(JsonNode record)
    {
        var x = Image(record["activation"]).requires_grad_();
        var y = MaxPool2d(3, 1).call(x);
        y.backward([Image(record["upstream"])]);
        return new() { ["pooled"] = y[0, 0], ["grad_input"] = x.grad![0, 0] };
    }

    private static Dictionary<string, Tensor> Attended(JsonNode record)
    {
        var (q, k, v) = (Golden.Numbers(record["q"]), Golden.Numbers(record["k"]), Golden.Numbers(record["v"]));
        return new()
        {
            ["A"] = F.scaled_dot_product_attention(q.unsqueeze(0), k.unsqueeze(0), eye(5, dtype: float64).unsqueeze(0))[0],
            ["out"] = F.scaled_dot_product_attention(q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0))[0],
        };
    }

    private static Tensor Positions(long count, long size)
    {
        var angles = arange(count, float64).unsqueeze(1) / pow(10000, arange(0, size, 2, float64) / size);
        return stack([angles.sin(), angles.cos()], -1).flatten(1);
    }

    private static (TorchSharp.Modules.BatchNorm2d Layer, Tensor Train, Tensor Eval) Normalised()
    {
        var layer = BatchNorm2d(3, dtype: float64);
        using var mode = no_grad();
        layer.weight!.copy_(tensor(new[] { 1.0, 2.0, 0.5 }));
        layer.bias!.copy_(tensor(new[] { 0.0, 0.1, -0.2 }));
        var train = layer.call(Given("norms"));
        layer.eval();
        return (layer, train, layer.call(Given("norms")));
    }
}

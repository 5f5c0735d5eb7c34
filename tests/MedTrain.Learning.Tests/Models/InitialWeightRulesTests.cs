using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using System.Text.RegularExpressions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Models;

/// <summary>
/// Freshly built networks draw each parameter by the rule of their reference; rows of rules, asked of a network that is built once.
/// </summary>
public class InitialWeightRulesTests
{
    /// <summary>How a parameter is drawn. The fans are the values that one output reads and that one input reaches.</summary>
    public enum Rule
    {
        Zero,
        One,
        Normal001,
        Normal002,
        Normal02,
        NormalTiny,
        FanIn,
        FanInLinear,
        FanOut,
        FanOutPerGroup,
        XavierUniform,
        PyTorch,
        LayerScale,
    }

    private static readonly IReadOnlyDictionary<string, (string Parameters, Rule Rule)[]> Rules = new Dictionary<string, (string, Rule)[]>
    {
        ["vit_b_32"] =
        [
            ("^class_token$|^heads|in_proj_bias$|out_proj.bias$|^conv_proj.bias$", Rule.Zero), ("^encoder.pos_embedding$", Rule.Normal002),
            ("^conv_proj.weight$", Rule.FanInLinear),
            ("in_proj_weight$|mlp.[03].weight$", Rule.XavierUniform),
            ("mlp.[03].bias$", Rule.NormalTiny),
            ("out_proj.weight$", Rule.PyTorch), ("ln(_[12])?.weight$", Rule.One),
        ],
        ["timm_vit_tiny_patch16_224"] =
        [
            ("^pos_embed$|^blocks.*(qkv|proj|fc[12]).weight$|^head.weight$", Rule.Normal002),
            ("^cls_token$", Rule.NormalTiny),
            ("^patch_embed.*weight$", Rule.PyTorch),
            ("(qkv|attn.proj|fc[12]|head).bias$", Rule.Zero),
        ],
        ["convnext_tiny"] =
        [
            ("block.[035].weight$|features.[2468].1.weight$|^features.0.0.weight$|^classifier.2.weight$", Rule.Normal002),
            ("layer_scale$", Rule.LayerScale),
            ("block.[035].bias$|^classifier.2.bias$", Rule.Zero),
        ],
        ["swin_v2_t"] =
        [
            ("(qkv|proj|mlp.[03]|cpb_mlp.[02]|reduction|head).weight$", Rule.Normal002),
            ("^features.0.0.weight$", Rule.PyTorch),
            ("(qkv|proj|head).bias$", Rule.Zero),
        ],
        ["swin_t"] = [("relative_position_bias_table$", Rule.Normal002)],
        ["maxvit_t"] = [
            ("(to_qkv|merge|conv_c|fc[12]|proj.1|mlp_layer.[13]|classifier.[35]|conv_[ab].0|stem.[01].0).weight$", Rule.Normal002)],
        ["timm_maxvit_tiny_tf_224"] =
        [
            ("(stem.conv[12]|conv1_1x1|conv2_kxk|conv3_1x1|se.fc[12]|expand).weight$", Rule.FanOutPerGroup),
            ("(qkv|attn.proj|mlp.fc[12]).weight$", Rule.XavierUniform),
            ("mlp.fc[12].bias$", Rule.NormalTiny), ("^head.*fc.weight$", Rule.PyTorch),
        ],
        ["timm_coatnet_nano_rw_224"] =
        [
            ("(stem.conv[12]|conv1_1x1|conv2_kxk|conv3_1x1|se.fc[12]|[01].blocks.0.shortcut.expand).weight$", Rule.FanOutPerGroup),
            ("(qkv|attn.proj|mlp.fc[12]|[23].blocks.0.shortcut.expand).weight$", Rule.XavierUniform), ("(qkv|attn.proj).bias$", Rule.Zero),
        ],
        ["cct_7_3x1_32"] =
        [
            ("^tokenizer.*weight$", Rule.FanIn),
            ("positional_emb$", Rule.Normal02),
            ("(qkv|proj|linear[12]|attention_pool|fc).weight$", Rule.Normal002),
            ("(proj|linear[12]|fc).bias$", Rule.Zero),
        ],
        ["timm_nfnet_l0"] =
        [
            ("(conv[1-4]|conv2b|downsample.conv|final_conv|fc[12]).weight$", Rule.FanInLinear),
            ("^head.fc.weight$", Rule.Normal001),
            ("^stages.*conv3.gain$", Rule.Zero),
            ("conv[12].gain$", Rule.One),
        ],
        ["regnet_y_400mf"] = [
            ("(stem.0|f.[abc].0|proj.0).weight$", Rule.FanOut), ("^fc.weight$", Rule.Normal001), ("^fc.bias$", Rule.Zero)],
        ["timm_regnety_002"] = [
            ("conv.weight$", Rule.FanOutPerGroup), ("conv3.bn.weight$|se.fc[12].bias$", Rule.Zero), ("conv[12].bn.weight$", Rule.One)],
        ["timm_cspresnet50"] = [("conv.weight$", Rule.FanOut), ("conv3.bn.weight$", Rule.Zero), ("^head.fc.weight$", Rule.Normal001)],
        ["timm_dpn68"] = [("conv.weight$|^classifier.weight$", Rule.PyTorch)],
        ["r3d_18"] = [("(stem.0|conv[12].0|downsample.0).weight$", Rule.FanOut), ("^fc.weight$", Rule.Normal001), ("^fc.bias$", Rule.Zero)],
        ["monai_resnet18_3d"] = [("(conv[12]|downsample.0).weight$", Rule.FanOut), ("^fc.weight$", Rule.PyTorch), ("^fc.bias$", Rule.Zero)],
        ["monai_densenet121_3d"] = [("conv[012]?.weight$", Rule.FanIn), ("^class_layers.out.bias$", Rule.Zero)],
        ["timm_resnet18"] = [
            ("(conv[12]|downsample.0).weight$", Rule.FanOut), ("layer.*bn2.weight$", Rule.Zero), ("bn1.weight$", Rule.One)],
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_are_drawn_as_the_reference_draws_them(string name)
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        var row = ModelTable.Find(name);
        using var network = row.Build(new(row.Dims.First(), InputChannels: 3, Outputs: 1000));
        foreach (var (pattern, rule) in Rules[name])
        {
            var drawn = network.named_parameters().Where(entry => Regex.IsMatch(entry.name, pattern)).ToList();
            Assert.NotEmpty(drawn);
            Assert.All(drawn, entry => AssertDrawn(entry.name, entry.parameter.detach(), rule, GroupsOf(network, entry.name)));
        }
    }

    private static void AssertDrawn(string key, Tensor values, Rule rule, long groups)
    {
        if (rule is Rule.Zero or Rule.One or Rule.LayerScale)
        {
            var expected = rule switch
            {
                Rule.Zero => 0f,
                Rule.One => 1f,
                _ => 1e-6f,
            };
            Assert.True(values.eq(expected).all().item<bool>(), $"{key} is not {expected}");
            return;
        }

        var (count, deviation) = (values.numel(), Deviation(values.shape, rule, groups));
        Assert.True(Math.Abs(values.mean().item<float>()) < 5 * deviation / Math.Sqrt(count), $"mean of {key}");
        Assert.True(Math.Abs((values.std().item<float>() / deviation) - 1) < 5 / Math.Sqrt(2.0 * count),
            $"deviation of {key}: {values.std().item<float>()}, not {deviation}");
        if (count > 4000)
        {
            // 1.8 if uniform, 3 if normal
            var kurtosis = values.pow(4).mean().item<float>() / Math.Pow(values.square().mean().item<float>(), 2);
            Assert.True(rule is Rule.XavierUniform or Rule.PyTorch
                ? kurtosis < 1.95
                : kurtosis is > 2.6 and < 3.4, $"kurtosis of {key} is {kurtosis}");
        }
    }

    private static double Deviation(long[] shape, Rule rule, long groups)
    {
        var values = shape.Aggregate((a, b) => a * b);
        var (fanIn, fanOut) = (values / shape[0], shape.Length > 1 ? values / shape[1] : 0);
        return rule switch
        {
            Rule.Normal001 => 0.01,
            Rule.Normal002 => 0.02,
            Rule.Normal02 => 0.2,
            Rule.NormalTiny => 1e-6,
            Rule.FanIn => Math.Sqrt(2.0 / fanIn),
            Rule.FanInLinear => Math.Sqrt(1.0 / fanIn),
            Rule.FanOut => Math.Sqrt(2.0 / fanOut),
            Rule.FanOutPerGroup => Math.Sqrt(2.0 * groups / fanOut),
            Rule.XavierUniform => Math.Sqrt(2.0 / (fanIn + fanOut)),
            _ => Math.Sqrt(1.0 / (3 * fanIn)), // uniform within ±1/√fan
        };
    }

    private static long GroupsOf(Network network, string key) =>
        key.Contains('.', StringComparison.Ordinal) && ModuleTree.Find(network, key[..key.LastIndexOf('.')]) is Convolution convolution
            ? convolution.groups
            : 1;
}

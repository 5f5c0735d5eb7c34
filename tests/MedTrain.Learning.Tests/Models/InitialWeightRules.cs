using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Models;

/// <summary>
/// How the reference of a network draws its first weights; the other rows of a family have the same rule and the same code.
/// </summary>
public static class InitialWeightRules
{
    /// <summary>What a weight's values are drawn from.</summary>
    /// <param name="Deviation">Its standard deviation; the mean is 0.</param>
    /// <param name="Kurtosis">3 if normal, 1.8 if uniform.</param>
    public sealed record Distribution(double Deviation, double Kurtosis);

    /// <summary>The distribution of a weight <c>[outputs, inputs of a group, …]</c>.</summary>
    public delegate Distribution Rule(Tensor weight, long groups);

    /// <summary>The rules of a network. Biases are PyTorch's unless they are said to be zero.</summary>
    public sealed record Network(Rule Convolutions, Rule Linears, Rule Head)
    {
        /// <summary>Every bias starts at zero.</summary>
        public static Network Unbiased(Rule convolutions, Rule linears, Rule head) =>
            new(convolutions, linears, head) { ZeroConvolutionBiases = true, ZeroLinearBiases = true, ZeroHeadBias = true };

        public bool ZeroConvolutionBiases { get; init; }

        public bool ZeroLinearBiases { get; init; }

        public bool ZeroHeadBias { get; init; }

        /// <summary>Layers that differ from the rest, by path.</summary>
        public IReadOnlyDictionary<string, Rule> Exceptions { get; init; } = new Dictionary<string, Rule>();
    }

    public static IReadOnlyDictionary<string, Network> Networks { get; } = new Dictionary<string, Network>
    {
        ["resnet18"] = new(FanOut, PyTorch, PyTorch),
        ["resnet50"] = new(FanOut, PyTorch, PyTorch),
        ["densenet121"] = new(FanIn, PyTorch, PyTorch) { ZeroHeadBias = true },
        ["lenet5"] = new(PyTorch, PyTorch, PyTorch),
        ["alexnet"] = new(PyTorch, PyTorch, PyTorch),
        ["vgg11_bn"] = Network.Unbiased(FanOut, Normal(0.01), Normal(0.01)),
        ["googlenet"] = new(Normal(0.01), Normal(0.01), Normal(0.01)),
        ["googlenet_paper"] = new(PyTorch, PyTorch, PyTorch),
        ["inception_v3"] = new(Normal(0.1), PyTorch, Normal(0.1))
        {
            Exceptions = new Dictionary<string, Rule> { ["AuxLogits.fc"] = Normal(0.001) },
        },
        ["timm_inception_v4"] = new(PyTorch, PyTorch, PyTorch),
        ["timm_inception_resnet_v2"] = new(PyTorch, PyTorch, PyTorch),
        ["squeezenet1_1"] = Network.Unbiased(UniformByInputs, PyTorch, Normal(0.01)),
        ["timm_legacy_xception"] = new(FanOut, PyTorch, PyTorch),
        ["timm_xception41"] = new(PyTorch, PyTorch, PyTorch),
        ["mlp"] = new(PyTorch, PyTorch, PyTorch),
        ["mobilenet_v2"] = Network.Unbiased(FanOut, PyTorch, Normal(0.01)),
        ["mobilenet_v3_small"] = Network.Unbiased(FanOut, Normal(0.01), Normal(0.01)),
        ["mnasnet0_5"] = Network.Unbiased(FanOut, PyTorch, UniformByOutputs(3.0)),
        ["shufflenet_v2_x0_5"] = new(PyTorch, PyTorch, PyTorch),
        ["efficientnet_b0"] = Network.Unbiased(FanOut, PyTorch, UniformByOutputs(1.0)),
        ["timm_mobilenetv3_large_100"] = Network.Unbiased(FanOutOfGroup, PyTorch, UniformByOutputs(1.0)),
        ["nasnetamobile"] = new(PyTorch, PyTorch, PyTorch),
        ["addl_conv4_fc3"] = new(PyTorch, PyTorch, PyTorch),
        ["clinicadl_conv5_fc3_2d"] = new(PyTorch, PyTorch, PyTorch),
        ["sfcn_2d"] = new(PyTorch, PyTorch, PyTorch),
        ["global_local_transformer"] = new(PyTorch, PyTorch, PyTorch),
        ["unet_milesial"] = new(PyTorch, PyTorch, PyTorch),
    };

    /// <summary>
    /// PyTorch's own rule for convolutions and linear layers, and for their biases: uniform within one over the root of the inputs.
    /// </summary>
    public static Distribution PyTorch(Tensor weight, long groups) => UniformWithin(1 / Math.Sqrt(Inputs(weight)));

    private static Distribution FanOut(Tensor weight, long groups) => new(Math.Sqrt(2.0 * weight.shape[1] / weight.numel()), 3);

    private static Distribution FanOutOfGroup(Tensor weight, long groups) =>
        new(Math.Sqrt(2.0 * weight.shape[1] * groups / weight.numel()), 3);

    private static Distribution FanIn(Tensor weight, long groups) => new(Math.Sqrt(2.0 / Inputs(weight)), 3);

    private static Distribution UniformByInputs(Tensor weight, long groups) => UniformWithin(Math.Sqrt(6.0 / Inputs(weight)));

    private static Rule Normal(double deviation) => (_, _) => new(deviation, 3);

    private static Rule UniformByOutputs(double square) => (weight, _) => UniformWithin(Math.Sqrt(square / weight.shape[0]));

    private static Distribution UniformWithin(double bound) => new(bound / Math.Sqrt(3), 1.8);

    private static long Inputs(Tensor weight) => weight.numel() / weight.shape[0];
}

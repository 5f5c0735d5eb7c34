using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>The initialisation rules of the reference networks, applied to every layer of a kind below a module.</summary>
/// <remarks>
/// Where a reference draws with PyTorch's <c>trunc_normal_</c>, whose bounds of ±2 lie ten and more deviations away, plain normal numbers
/// are drawn here: that function's float32 arithmetic gives the bound itself about once in 10⁷ values, a hundred deviations off.
/// </remarks>
public static class WeightInit
{
    /// <summary>
    /// He initialisation of every convolution's weight: normal with variance <c>2 / fan</c>, where the fan is the number of values that
    /// one output reads (<c>FanIn</c>) or that one input reaches (<c>FanOut</c>). Biases keep PyTorch's default.
    /// </summary>
    public static void KaimingNormalConvolutions(Module root, init.FanInOut fan)
    {
        foreach (var convolution in Of<Convolution>(root))
        {
            init.kaiming_normal_(convolution.weight, mode: fan, nonlinearity: init.NonlinearityType.ReLU);
        }
    }

    /// <summary>
    /// He initialisation by the values that one input reaches, each group by itself, which is the rule of TensorFlow's EfficientNets;
    /// biases are zero.
    /// </summary>
    public static void KaimingNormalPerGroup(Module root)
    {
        foreach (var convolution in Of<Convolution>(root))
        {
            var fan = convolution.weight.numel() / convolution.weight.shape[1] / convolution.groups;
            init.normal_(convolution.weight, 0, Math.Sqrt(2.0 / fan));
            if (convolution.bias is { } bias)
            {
                init.zeros_(bias);
            }
        }
    }

    /// <summary>
    /// timm's start of the attending blocks of networks that also convolve: linear layers and convolutions are uniform with the variance of
    /// Glorot and Bengio, without bias, or next to none within an <c>mlp</c>.
    /// </summary>
    public static void AttendingBlock(Module root)
    {
        foreach (var (path, layer) in ModuleTree.Walk(root))
        {
            var (weight, bias) = layer switch
            {
                Linear linear => (linear.weight, linear.bias),
                Convolution convolution => (convolution.weight, convolution.bias),
                _ => ((Parameter?)null, (Parameter?)null),
            };
            if (weight is not null)
            {
                init.xavier_uniform_(weight);
            }

            if (bias is not null)
            {
                init.normal_(bias, 0, path.Contains("mlp", StringComparison.Ordinal) ? 1e-6 : 0);
            }
        }
    }

    /// <summary>Draws the weight of every convolution and sets its bias, where it has one, to zero.</summary>
    public static void Convolutions(Module root, Action<Tensor> drawWeight)
    {
        foreach (var convolution in Of<Convolution>(root))
        {
            drawWeight(convolution.weight);
            if (convolution.bias is { } bias)
            {
                init.zeros_(bias);
            }
        }
    }

    /// <summary>Draws the weight of every linear layer and sets its bias, where it has one, to zero.</summary>
    public static void Linears(Module root, Action<Tensor> drawWeight)
    {
        foreach (var linear in Of<Linear>(root))
        {
            drawWeight(linear.weight);
            if (linear.bias is { } bias)
            {
                init.zeros_(bias);
            }
        }
    }

    /// <summary>
    /// Normal values cut off at ±2, which have to be many deviations away, as in all reference networks. (<c>init.trunc_normal_</c> of
    /// TorchSharp 0.105 mistakes the deviation for the mean.)
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is so large that the cut would change the distribution.</exception>
    public static Tensor TruncatedNormal(Tensor weight, double deviation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deviation, 0.4);
        using var noGradient = no_grad();
        return init.normal_(weight, 0, deviation).clamp_(-2, 2);
    }

    /// <summary>Sets the bias of every linear layer to zero.</summary>
    public static void ZeroLinearBiases(Module root)
    {
        foreach (var linear in Of<Linear>(root))
        {
            init.zeros_(linear.bias!);
        }
    }

    /// <summary>
    /// Draws the weight of every convolution and linear layer (all tensors of two axes and more); biases stay as they are.
    /// </summary>
    public static void Weights(Module root, Action<Tensor> draw)
    {
        foreach (var (_, parameter) in root.named_parameters().Where(entry => entry.parameter.dim() > 1))
        {
            draw(parameter);
        }
    }

    private static IEnumerable<T> Of<T>(Module root)
        where T : Module => ModuleTree.Walk(root).Select(entry => entry.Module).OfType<T>();
}

using static TorchSharp.torch;

namespace MedTrain.Learning.Layers;

/// <summary>The GELU approximation that TensorFlow's models were trained with.</summary>
/// <remarks>Hendrycks and Gimpel, Gaussian Error Linear Units, https://arxiv.org/abs/1606.08415.</remarks>
public static class TanhGelu
{
    private static readonly double Scale = Math.Sqrt(2 / Math.PI);

    /// <summary><c>x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2</c>.</summary>
    public static Tensor Of(Tensor x) => x * 0.5 * (((x + (x.pow(3) * 0.044715)) * Scale).tanh() + 1);
}

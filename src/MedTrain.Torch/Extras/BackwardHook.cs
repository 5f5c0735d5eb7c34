using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <summary>Sees a layer's gradients in the backward pass.</summary>
/// <param name="module">The layer.</param>
/// <param name="gradientOfInput">The gradient with respect to the layer's input; null when the input needs none.</param>
/// <param name="gradientOfOutput">The gradient with respect to its output.</param>
/// <returns>What goes on in the place of <paramref name="gradientOfInput"/>; null leaves it.</returns>
public delegate Tensor? BackwardHook(nn.Module<Tensor, Tensor> module, Tensor? gradientOfInput, Tensor gradientOfOutput);

using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A batch normalisation that a ReLU follows: one operator computes both when nobody watches what lies between.</summary>
internal static class RectifiedNorm
{
    /// <summary>The normalisation when the two modules can run as one; otherwise null.</summary>
    internal static BatchNorm? Of(nn.Module<Tensor, Tensor> norm, nn.Module<Tensor, Tensor> relu) =>
        norm is BatchNorm { HasHooks: false } batchNorm && relu is ReLU { HasHooks: false } ? batchNorm : null;
}

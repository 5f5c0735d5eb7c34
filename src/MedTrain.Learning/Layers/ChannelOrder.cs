using static TorchSharp.torch;

namespace MedTrain.Learning.Layers;

/// <summary>
/// Moves the channels of maps behind the positions and back, for layers that read one position's channels at a time. The results are views.
/// </summary>
public static class ChannelOrder
{
    /// <summary><c>[N, C, (D,) H, W] -> [N, (D,) H, W, C]</c>.</summary>
    public static Tensor ChannelsLast(this Tensor maps) => maps.movedim([1], [-1]);

    /// <summary><c>[N, (D,) H, W, C] -> [N, C, (D,) H, W]</c>.</summary>
    public static Tensor ChannelsFirst(this Tensor maps) => maps.movedim([-1], [1]);
}

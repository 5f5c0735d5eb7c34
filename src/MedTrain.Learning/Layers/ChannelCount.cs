namespace MedTrain.Learning.Layers;

/// <summary>Widths of scaled networks.</summary>
public static class ChannelCount
{
    /// <summary>
    /// The nearest multiple of 8, at least 8, and not more than a tenth below the width: the rule of the MobileNets and their successors.
    /// </summary>
    public static int Rounded(double width)
    {
        var rounded = Math.Max(8, (int)(width + 4) / 8 * 8);
        return rounded < 0.9 * width ? rounded + 8 : rounded;
    }
}

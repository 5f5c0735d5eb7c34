using System.Globalization;

namespace MedTrain.Commands.Models;

/// <summary>The shape of an image as it is typed: <c>3x224x224</c>.</summary>
internal static class ImageShape
{
    /// <summary>Reads <c>C</c>, <c>CxL</c>, <c>CxHxW</c> or <c>CxDxHxW</c>.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="least">The fewest sides that make sense, the channels included.</param>
    /// <exception cref="UsageException">It is no such shape.</exception>
    public static long[] Parse(string text, int least = 3)
    {
        const int Most = 4;
        var sides = text.Split('x', 'X', ',')
            .Select(side => long.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0).ToArray();
        return sides.Length >= least && sides.Length <= Most && !sides.Contains(0)
            ? sides
            : throw new UsageException($"--input {text} — is no shape of an image — write CxHxW as in 3x224x224, or CxDxHxW for a volume");
    }
}

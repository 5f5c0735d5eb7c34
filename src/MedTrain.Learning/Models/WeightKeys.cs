using System.Text.RegularExpressions;

namespace MedTrain.Learning.Models;

/// <summary>Brings the tensor names of published weight files to the names that the networks use.</summary>
public static partial class WeightKeys
{
    private static readonly IReadOnlyList<(Regex Pattern, string Replacement)> Renames =
    [
        (DataParallelPrefix(), ""),
        (OldDenseLayer(), "$1$2"),
    ];

    /// <summary>The network's name for a tensor of a file; the same name when no rule applies.</summary>
    public static string Canonical(string key) => Renames.Aggregate(key, (name, rename) => rename.Pattern.Replace(name, rename.Replacement));

    /// <summary>Files saved from PyTorch's DataParallel.</summary>
    [GeneratedRegex(@"^(?:module\.)+")]
    private static partial Regex DataParallelPrefix();

    /// <summary>torchvision's published DenseNets of 2017 write <c>norm.1</c> for <c>norm1</c>.</summary>
    [GeneratedRegex(@"^(.*denselayer\d+\.(?:norm|conv))\.([12]\..+)$")]
    private static partial Regex OldDenseLayer();
}

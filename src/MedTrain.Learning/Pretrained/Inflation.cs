namespace MedTrain.Learning.Pretrained;

/// <summary>How the filters of a 2D network become those of a 3D one (Carreira and Zisserman, https://arxiv.org/abs/1705.07750).</summary>
public enum Inflation
{
    /// <summary>They do not: 2D weights are refused.</summary>
    None,

    /// <summary>The 2D filter stands in the middle slice, all others are zero: each slice is seen as the 2D network saw it.</summary>
    Centre,

    /// <summary>Every slice holds the 2D filter divided by their number: a volume of equal slices gives the 2D network's
    /// responses.</summary>
    Average,
}

namespace MedTrain.Torch;

/// <summary>What becomes of the values that the processes hold for one element; the same numbers stand in
/// <c>src/native/torch_groups.cpp</c>.</summary>
public enum ReduceOperation
{
    /// <summary>Their sum.</summary>
    Sum = 0,

    /// <summary>The least.</summary>
    Minimum = 1,

    /// <summary>The greatest.</summary>
    Maximum = 2,

    /// <summary>Their product.</summary>
    Product = 3,
}

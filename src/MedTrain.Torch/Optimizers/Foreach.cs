using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One operator over many tensors at once: libtorch's foreach operators, in place unless the name says otherwise.</summary>
internal static class Foreach
{
    internal static Tensor[] Of<T>(IEnumerable<T> items, Func<T, Tensor?> tensor) => [.. items.Select(item => tensor(item)!)];

    internal static void Scale(Tensor[] tensors, double factor) => Aten.Run("_foreach_mul_.Scalar", tensors, factor);

    internal static void Add(Tensor[] tensors, double number) => Aten.Run("_foreach_add_.Scalar", tensors, number);

    internal static void Divide(Tensor[] tensors, double divisor) => Aten.Run("_foreach_div_.Scalar", tensors, divisor);

    /// <summary>tensors += factor × others.</summary>
    internal static void AddScaled(Tensor[] tensors, Tensor[] others, double factor) =>
        Aten.Run("_foreach_add_.List", tensors, others, factor);

    /// <summary>New tensors: tensors + factor × others.</summary>
    internal static Tensor[] PlusScaled(Tensor[] tensors, Tensor[] others, double factor) =>
        Aten.CallList("_foreach_add.List", tensors, others, factor);

    /// <summary>tensors += factor × a × b.</summary>
    internal static void AddProduct(Tensor[] tensors, Tensor[] a, Tensor[] b, double factor) =>
        Aten.Run("_foreach_addcmul_.Scalar", tensors, a, b, factor);

    /// <summary>tensors += factor × a / b.</summary>
    internal static void AddQuotient(Tensor[] tensors, Tensor[] a, Tensor[] b, double factor) =>
        Aten.Run("_foreach_addcdiv_.Scalar", tensors, a, b, factor);

    /// <summary>New tensors: square roots.</summary>
    internal static Tensor[] Roots(Tensor[] tensors) => Aten.CallList("_foreach_sqrt", tensors);

    /// <summary>New tensors: negatives.</summary>
    internal static Tensor[] Negatives(Tensor[] tensors) => Aten.CallList("_foreach_neg", tensors);

    /// <summary>tensors = max(tensors, others).</summary>
    internal static void KeepLargest(Tensor[] tensors, Tensor[] others)
    {
        for (var i = 0; i < tensors.Length; i++)
        {
            Aten.Run("maximum.out", tensors[i], others[i], tensors[i]);
        }
    }
}

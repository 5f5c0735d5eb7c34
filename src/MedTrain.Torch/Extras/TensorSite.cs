namespace MedTrain.Torch;

/// <summary>A place in the code where tensors were made.</summary>
/// <param name="Site">The innermost frames outside the tensor library, innermost first.</param>
/// <param name="Live">Tensors made there that nobody has disposed.</param>
/// <param name="Abandoned">Those that nobody disposed before the garbage collector found them.</param>
public sealed record TensorSite(string Site, long Live, long Abandoned);

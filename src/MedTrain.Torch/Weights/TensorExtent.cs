namespace MedTrain.Torch.Weights;

/// <summary>How much memory a tensor of a file takes, without trusting the file.</summary>
internal static class TensorExtent
{
    /// <summary>The bytes of a dense tensor.</summary>
    /// <exception cref="InvalidDataException">A size is negative, or the whole too large for any memory.</exception>
    internal static long Bytes(string name, IReadOnlyList<long> sizes, int elementBytes)
    {
        long bytes = elementBytes;
        long filled = 1;
        foreach (var size in sizes)
        {
            if (size < 0)
            {
                throw new InvalidDataException($"'{name}' has the negative size {size}");
            }

            try
            {
                filled = checked(filled * Math.Max(size, 1)); // strides are products too, also of an empty tensor
                bytes = checked(bytes * size);
            }
            catch (OverflowException problem)
            {
                throw new InvalidDataException($"the shape [{string.Join(", ", sizes)}] of '{name}' is too large", problem);
            }
        }

        return bytes;
    }
}

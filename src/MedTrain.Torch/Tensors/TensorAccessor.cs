using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The elements of a CPU tensor in row-major order, whatever the tensor's strides.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly Tensor tensor;
    private readonly T* first;
    private readonly long[] sizes;
    private readonly long[] strides;
    private readonly bool contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        this.tensor = tensor;
        first = (T*)tensor.DataPointer();
        sizes = tensor.shape;
        strides = tensor.stride();
        contiguous = tensor.is_contiguous();
    }

    /// <summary>The number of elements.</summary>
    public long Count => tensor.NumberOfElements;

    /// <summary>Elements can be written.</summary>
    public bool IsReadOnly => false;

    /// <summary>One element, by as many indices as the tensor has dimensions.</summary>
    public T this[params long[] indices]
    {
        get => *At(indices);
        set => *At(indices) = value;
    }

    /// <summary>The elements in row-major order.</summary>
    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>The elements as an array with the tensor's dimensions.</summary>
    public Array ToNDArray()
    {
        var flat = ToArray();
        if (sizes.Length <= 1)
        {
            return flat;
        }

        var result = Array.CreateInstance(typeof(T), sizes);
        Buffer.BlockCopy(flat, 0, result, 0, checked((int)(flat.LongLength * sizeof(T))));
        return result;
    }

    /// <summary>Copies elements, from <paramref name="tensorIndex"/> in row-major order, as many as fit.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies elements, from <paramref name="tensorIndex"/> in row-major order, as many as fit.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        var count = (int)Math.Min(target.Length, Count - tensorIndex);
        if (contiguous)
        {
            new ReadOnlySpan<T>(Live() + tensorIndex, count).CopyTo(target);
            GC.KeepAlive(tensor);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            target[i] = *Element(tensorIndex + i);
        }

        GC.KeepAlive(tensor);
    }

    /// <summary>Overwrites elements, from <paramref name="tensorIndex"/> in row-major order.</summary>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Overwrites elements, from <paramref name="tensorIndex"/> in row-major order.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        var count = (int)Math.Min(source.Length, Count - tensorIndex);
        for (var i = 0; i < count; i++)
        {
            *Element(tensorIndex + i) = source[i];
        }

        GC.KeepAlive(tensor);
    }

    /// <summary>The elements in row-major order.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        var count = Count;
        for (long i = 0; i < count; i++)
        {
            yield return Read(i);
        }
    }

    /// <summary>The elements in row-major order.</summary>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Ends the use of the view; the tensor stays alive.</summary>
    public void Dispose()
    {
    }

    private T Read(long index) => *Element(index);

    private T* Live() => tensor.Handle != 0 ? first : null;

    private T* Element(long index)
    {
        var start = Live();
        if (contiguous)
        {
            return start + index;
        }

        long offset = 0;
        for (var d = sizes.Length - 1; d >= 0; d--)
        {
            offset += index % sizes[d] * strides[d];
            index /= sizes[d];
        }

        return start + offset;
    }

    private T* At(long[] indices)
    {
        if (indices.Length != sizes.Length)
        {
            throw new ArgumentException($"The tensor has {sizes.Length} dimensions, {indices.Length} indices were given.", nameof(indices));
        }

        long offset = 0;
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= sizes[d])
            {
                throw new ArgumentOutOfRangeException(nameof(indices), indices[d], $"Dimension {d} has the size {sizes[d]}.");
            }

            offset += indices[d] * strides[d];
        }

        return Live() + offset;
    }
}

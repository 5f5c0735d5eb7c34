using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Whole numbers (or reals with a real end) from 0 to before <paramref name="stop"/>.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>Numbers from <paramref name="start"/> to before <paramref name="stop"/>.</summary>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>Numbers from <paramref name="start"/> to before <paramref name="stop"/> by <paramref name="step"/>.</summary>
    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var whole = !(is_floating_point(start.Type) || is_floating_point(stop.Type) || is_floating_point(step.Type));
        var type = dtype ?? (whole ? ScalarType.Int64 : get_default_dtype());
        return Aten.Call("arange.start_step", start, stop, step, type, default(Value), device ?? get_default_device())
            .requires_grad_(requires_grad);
    }

    /// <summary>A number of equally spaced values from start to end, both included.</summary>
    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Aten.Call("linspace", start, end, steps, dtype ?? get_default_dtype(), default(Value), device ?? get_default_device())
            .requires_grad_(requires_grad);

    /// <summary>The base to equally spaced exponents from start to end, both included.</summary>
    public static Tensor logspace(
        double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Aten.Call("logspace", start, end, steps, @base, dtype ?? get_default_dtype(), default(Value), device ?? get_default_device())
            .requires_grad_(requires_grad);

    /// <summary>The identity matrix, or a rectangle with ones on its diagonal.</summary>
    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Aten.Call("eye.m", rows, columns < 0 ? rows : columns, dtype ?? get_default_dtype(), default(Value), device ?? get_default_device())
            .requires_grad_(requires_grad);

    /// <summary>Normal numbers in the given sizes.</summary>
    public static Tensor normal(
        double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null)
    {
        var result = empty(size, dtype, device);
        return result.normal_(mean, std, generator).requires_grad_(requires_grad);
    }

    /// <summary>Normal numbers with a mean and a standard deviation for each element.</summary>
    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) =>
        Aten.Call("normal.Tensor_Tensor", mean, std, generator);

    /// <summary>Whole numbers from [low, high).</summary>
    public static Tensor randint(
        long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null) =>
        Aten.Call(
            "randint.low_generator", low, high, size, generator, dtype ?? ScalarType.Int64, default(Value), device ?? get_default_device())
            .requires_grad_(requires_grad);

    /// <summary>Whole numbers from [0, high).</summary>
    public static Tensor randint(
        long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator);

    /// <summary>Whole numbers from [low, high) in the sizes, type and device of another tensor.</summary>
    public static Tensor randint_like(
        Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.randint_like(low, high, dtype, device, requires_grad);

    /// <summary>The numbers from 0 to n - 1 in random order.</summary>
    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Aten.Call("randperm.generator", n, generator, dtype ?? ScalarType.Int64, default(Value), device ?? get_default_device())
            .requires_grad_(requires_grad);

    /// <summary>A copy of an array of any number of dimensions.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A copy of an array of any number of dimensions.</summary>
    /// <exception cref="NotSupportedException">The array's elements are no numbers.</exception>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false) => rawArray switch
    {
        float[] or float[,] or float[,,] or float[,,,] or float[,,,,] => OfArray<float>(rawArray, dtype, device, requires_grad),
        _ => FromElements(rawArray, dtype, device, requires_grad),
    };

    /// <summary>The tensor itself, converted where asked.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    /// <summary>A copy of an array of any number of dimensions.</summary>
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    private static Tensor FromElements(Array array, ScalarType? dtype, Device? device, bool requires_grad)
    {
        var element = array.GetType().GetElementType()!;
        return element switch
        {
            _ when element == typeof(float) => OfArray<float>(array, dtype, device, requires_grad),
            _ when element == typeof(double) => OfArray<double>(array, dtype, device, requires_grad),
            _ when element == typeof(long) => OfArray<long>(array, dtype, device, requires_grad),
            _ when element == typeof(int) => OfArray<int>(array, dtype, device, requires_grad),
            _ when element == typeof(short) => OfArray<short>(array, dtype, device, requires_grad),
            _ when element == typeof(sbyte) => OfArray<sbyte>(array, dtype, device, requires_grad),
            _ when element == typeof(byte) => OfArray<byte>(array, dtype, device, requires_grad),
            _ when element == typeof(bool) => OfArray<bool>(array, dtype, device, requires_grad),
            _ when element == typeof(Half) => OfArray<Half>(array, dtype, device, requires_grad),
            _ => throw new NotSupportedException($"No tensor can be made of {element} elements."),
        };
    }

    private static Tensor Created(string name, long[] size, Value generator, ScalarType? dtype, Device? device, bool requires_grad)
    {
        Value type = dtype ?? get_default_dtype();
        Value where = device ?? get_default_device();
        var result = name.Contains('.', StringComparison.Ordinal)
            ? Aten.Call(name, size, generator, type, default(Value), where)
            : name == "empty" ? Aten.Call("empty.memory_format", size, type, default(Value), where)
                : Aten.Call(name, size, type, default(Value), where);
        return requires_grad ? result.requires_grad_() : result;
    }

    private static Tensor OfArray<T>(Array array, ScalarType? dtype, Device? device, bool requires_grad)
        where T : unmanaged
    {
        var sizes = new long[array.Rank];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = array.GetLongLength(i);
        }

        var elements = MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
        return Of(elements, sizes, dtype, device, requires_grad);
    }

    private static Tensor Of<T>(ReadOnlySpan<T> elements, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device, bool requires_grad)
        where T : unmanaged
    {
        long count = 1;
        foreach (var size in sizes)
        {
            count *= size;
        }

        if (count != elements.Length)
        {
            throw new ArgumentException(
                $"{elements.Length} elements do not fill the sizes [{string.Join(", ", sizes.ToArray())}].", nameof(sizes));
        }

        var own = ToScalarType(typeof(T));
        var made = Tensor.FromMemory(elements, own, sizes);
        var where = device ?? get_default_device();
        if ((dtype ?? own) != own || where.type != DeviceType.CPU)
        {
            made = made.to(dtype ?? own, where, disposeAfter: true);
        }

        return requires_grad ? made.requires_grad_() : made;
    }

    private static T[] Flat<T>(IList<T> list) => list as T[] ?? [.. list];
}

using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Errors;

/// <summary>Calls every public function with arguments that mostly do not fit: each call must end in a result or a managed exception, never
/// in an abort.</summary>
public class Misuse
{
    private const int CallsPerMethod = 8;

    // Not misuse but the end of the process, or waiting for something outside it.
    private static readonly HashSet<string> Excluded =
    [
        nameof(Tensor.DecoupleFromNativeHandle), nameof(Tensor.UnsafeCreateTensor), nameof(set_num_threads),
            nameof(set_num_interop_threads),
        nameof(set_default_dtype), nameof(set_default_device), nameof(manual_seed), nameof(no_grad), nameof(enable_grad),
        nameof(set_grad_enabled), nameof(inference_mode),
        nameof(NewDisposeScope), nameof(WrappedTensorDisposeScope), nameof(GetHashCode), nameof(GetType),
        nameof(Tensor.DetachFromDisposeScope),
    ];

    public static TheoryData<string> Surfaces => ["tensor", "torch", "functional", "init"];

    [Theory]
    [MemberData(nameof(Surfaces))]
    public void No_argument_ends_the_process(string surface)
    {
        var methods = Methods(surface).OrderBy(method => method.ToString(), StringComparer.Ordinal).ToList();
        var random = new Random(1);
        int calls = 0, refused = 0;
        foreach (var method in methods)
        {
            for (var i = 0; i < CallsPerMethod; i++)
            {
                using var scope = NewDisposeScope();
                refused += Call(method, random) ? 0 : 1;
                calls++;
            }
        }

        Assert.True(methods.Count > (surface == "init" ? 10 : 90), $"only {methods.Count} methods were found");
        Assert.True(refused > calls / 10, $"{refused} of {calls} calls were refused: are the arguments wrong enough?");
    }

    private static IEnumerable<MethodInfo> Methods(string surface)
    {
        var (type, flags) = surface switch
        {
            "tensor" => (typeof(Tensor), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly),
            "torch" => (typeof(torch), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
            "functional" => (typeof(nn.functional), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
            _ => (typeof(nn.init), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
        };
        return type.GetMethods(flags).Where(method => !method.ContainsGenericParameters && !Excluded.Contains(method.Name)
            && !method.ReturnType.IsByRefLike && method.GetParameters().All(parameter => !parameter.ParameterType.IsByRefLike));
    }

    private static bool Call(MethodInfo method, Random random)
    {
        var arguments = method.GetParameters().Select(parameter => Argument(parameter.ParameterType, random)).ToArray();
        var self = method.IsStatic ? null : SomeTensor(random) ?? ones(2);
        try
        {
            if (method.Invoke(self, arguments) is Tensor result)
            {
                _ = result.shape;
            }

            return true;
        }
        catch (Exception problem) when (problem is TargetInvocationException or ArgumentException or ObjectDisposedException)
        {
            Assert.False(problem.InnerException is AccessViolationException or InvalidCastException, $"{method}: {problem}");
            return false;
        }
    }

    private static object? Argument(Type type, Random random)
    {
        long[] numbers = [0, 1, -1, 2, 3, -7, 30, long.MaxValue, long.MinValue];
        double[] reals = [0, 1, -1, 0.5, double.NaN, double.PositiveInfinity, -1e300];
        type = Nullable.GetUnderlyingType(type) is { } inner && random.Next(3) > 0 ? inner : type;
        return type switch
        {
            _ when type == typeof(Tensor) => SomeTensor(random),
            _ when type == typeof(long) => numbers[random.Next(numbers.Length)],
            _ when type == typeof(int) => (int)Math.Clamp(numbers[random.Next(numbers.Length)], -30, 30),
            _ when type == typeof(double) => reals[random.Next(reals.Length)],
            _ when type == typeof(float) => (float)reals[random.Next(reals.Length)],
            _ when type == typeof(bool) => random.Next(2) == 0,
            _ when type == typeof(Scalar) =>
            random.Next(4) == 0 ? null : random.Next(2) == 0 ? (Scalar)reals[random.Next(reals.Length)] : numbers[random.Next(7)],
            _ when type == typeof(long[]) =>
            random.Next(6) == 0 ? null : Enumerable.Range(0, random.Next(5)).Select(_ => numbers[random.Next(6)]).ToArray(),
            _ when type == typeof(double[]) =>
            random.Next(4) == 0 ? null : Enumerable.Range(0, random.Next(4)).Select(_ => reals[random.Next(4)]).ToArray(),
            _ when type == typeof(Tensor[]) || type == typeof(IList<Tensor>) || type == typeof(IEnumerable<Tensor>) =>
                random.Next(6) == 0 ? null : Enumerable.Range(0, random.Next(4)).Select(_ => SomeTensor(random)!).ToArray(),
            _ when type == typeof(TensorIndex[]) => Enumerable.Range(0, random.Next(4)).Select(_ => SomeIndex(random)).ToArray(),
            _ when type == typeof(string) => new[] { null, "", "ij,jk->ik", "cuda:7", "->" }[random.Next(5)],
            _ when type == typeof(Device) => random.Next(3) > 0 ? null : random.Next(2) == 0 ? CPU : META,
            _ when type.IsEnum => Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length)),
            _ when type.IsValueType => Activator.CreateInstance(type),
            _ => null,
        };
    }

    private static Tensor? SomeTensor(Random random)
    {
        switch (random.Next(16))
        {
            case 0: return null;
            case 1:
                var gone = ones(2);
                gone.Dispose();
                return gone;
            case 2: return ones(2, 3);
            case 3: return arange(4);
            case 4: return zeros(0);
            case 5: return zeros(2, 0, 3);
            case 6: return tensor(true);
            case 7: return rand(new long[] { 1, 2, 5, 5 });
            case 8: return rand(new long[] { 1, 2, 4, 4, 4 }, requires_grad: true);
            case 9: return tensor(new[] { -1, 5, 1000 });
            case 10: return tensor(2.5);
            case 11: return ones(3, 2, float64).t();
            case 12: return full(2, double.NaN);
            case 13: return empty(3, device: META);
            case 14: return rand(3, 3).to(bfloat16);
            default: return ones(1, requires_grad: true);
        }
    }

    private static TensorIndex SomeIndex(Random random) => random.Next(6) switch
    {
        0 => TensorIndex.Ellipsis,
        1 => TensorIndex.Null,
        2 => TensorIndex.Slice(random.Next(-3, 4), random.Next(-3, 4), random.Next(-1, 3)),
        3 => TensorIndex.Bool(random.Next(2) == 0),
        4 => SomeTensor(random) is { } tensor ? TensorIndex.Tensor(tensor) : TensorIndex.Colon,
        _ => random.Next(-4, 4),
    };
}

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

    // Each with the least number of calls.
    public static TheoryData<string, int> Surfaces => new()
    {
        { "tensor", 4000 }, { "torch", 3000 }, { "functional", 900 }, { "linalg", 10 }, { "init", 100 }, { "nn", 800 }, { "optim", 200 },
        { "schedules", 100 }, { "jit", 50 }, { "autograd", 16 }, { "linalg", 100 },
    };

    [Theory]
    [Trait("Tier", "slow")]
    [MemberData(nameof(Surfaces))]
    public void No_argument_ends_the_process(string surface, int least)
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

        Assert.True(calls >= least, $"only {calls} calls were made");
        Assert.True(refused > calls / 10, $"{refused} of {calls} calls were refused: are the arguments wrong enough?");
    }

    private static IEnumerable<MethodInfo> Methods(string surface)
    {
        var (type, flags) = surface switch
        {
            "tensor" => (typeof(Tensor), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly),
            "torch" => (typeof(torch), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
            "functional" => (typeof(nn.functional), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
            "linalg" => (typeof(linalg), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
            "nn" => (typeof(nn), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
            "optim" => (typeof(optim), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
            "schedules" => (typeof(optim.lr_scheduler), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
            "jit" => (typeof(jit), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
            "autograd" => (typeof(autograd), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
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
            Use(method.Invoke(self, arguments), random);
            return true;
        }
        catch (Exception problem) when (problem is TargetInvocationException or ArgumentException or ObjectDisposedException
            or TorchException or InvalidOperationException or NullReferenceException)
        {
            Assert.False(problem.InnerException is AccessViolationException or InvalidCastException, $"{method}: {problem}");
            return false;
        }
    }

    // What was made is also used: a layer is called, an optimizer and a schedule make a step.
    private static void Use(object? made, Random random)
    {
        switch (made)
        {
            case Tensor result:
                _ = result.shape;
                break;
            case nn.Module<Tensor, Tensor> layer:
                using (layer)
                {
                    layer.call(SomeTensor(random)!);
                }

                break;
            case nn.Module<Tensor, Tensor, Tensor> layer:
                using (layer)
                {
                    layer.call(SomeTensor(random)!, SomeTensor(random)!);
                }

                break;
            case TorchSharp.Modules.LSTM layer:
                layer.call(SomeTensor(random)!, random.Next(2) == 0 ? null : (SomeTensor(random)!, SomeTensor(random)!));
                break;
            case TorchSharp.Modules.GRU layer:
                layer.call(SomeTensor(random)!, SomeTensor(random));
                break;
            case TorchSharp.Modules.MultiheadAttention layer:
                layer.call(SomeTensor(random)!, SomeTensor(random)!, SomeTensor(random)!, SomeTensor(random), true, SomeTensor(random));
                break;
            case optim.Optimizer optimizer:
                using (optimizer)
                {
                    optimizer.step(random.Next(2) == 0 ? null : () => SomeTensor(random)!);
                }

                break;
            case optim.lr_scheduler.LRScheduler schedule:
                schedule.step(random.Next(-2, 5));
                break;
        }
    }

    private static TorchSharp.Modules.Parameter SomeParameter(Random random)
    {
        var parameter = nn.Parameter(random.Next(2) == 0 ? rand(2, 3) : rand(1));
        if (random.Next(2) == 0)
        {
            parameter.grad = full_like(parameter, random.Next(3) == 0 ? double.NaN : 1);
        }

        return parameter;
    }

    private static optim.Optimizer? SomeOptimizer(Random random) => random.Next(4) switch
    {
        0 => null,
        1 => optim.SGD([SomeParameter(random)], 0.1, 0.9),
        2 => optim.AdamW([SomeParameter(random)]),
        _ => optim.Adagrad([SomeParameter(random)]),
    };

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
            _ when type == typeof(byte[]) => new byte[random.Next(64)],
            _ when type == typeof(IEnumerable<TorchSharp.Modules.Parameter>) =>
                random.Next(6) == 0 ? null : Enumerable.Range(0, random.Next(4)).Select(_ => SomeParameter(random)).ToArray(),
            _ when type == typeof(TorchSharp.Modules.Parameter) => random.Next(4) == 0 ? null : SomeParameter(random),
            _ when type == typeof(IEnumerable<(string, TorchSharp.Modules.Parameter)>) =>
                random.Next(6) == 0 ? null : Enumerable.Range(0, random.Next(3)).Select(i => ($"{i}", SomeParameter(random))).ToArray(),
            _ when type == typeof(optim.Optimizer) => SomeOptimizer(random),
            _ when type == typeof(IEnumerable<double>) || type == typeof(IList<double>) => (double[])[reals[random.Next(4)]],
            _ when type == typeof(IList<int>) || type == typeof(IEnumerable<int>) => (int[])[random.Next(-2, 5)],
            _ when type == typeof(Func<int, double>) => random.Next(3) == 0 ? null : (Func<int, double>)(step => 1.0 / step),
            _ when type == typeof(nn.Module<Tensor, Tensor>[]) => (nn.Module<Tensor, Tensor>[])[nn.ReLU(), nn.Linear(3, 2)],
            _ when type == typeof((long, long)) => (numbers[random.Next(6)], numbers[random.Next(9)]),
            _ when type == typeof((long, long, long)) => (numbers[random.Next(6)], numbers[random.Next(6)], numbers[random.Next(9)]),
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

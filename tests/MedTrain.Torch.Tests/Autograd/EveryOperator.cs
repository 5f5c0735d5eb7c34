using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Autograd;

/// <summary>
/// Every public operator that can be called with one tensor, or two of a shape, and defaults: its gradient against central differences
/// in float64. Operators that do not take real numbers, or have no gradient, say so and are not counted.
/// </summary>
public class EveryOperator
{
    private const double Step = 1e-6;
    private const double Tolerance = 1e-5;

    // Results that are drawn anew each time, and memory that is not initialised; the last two look at one triangle only.
    private static readonly string[] Random =
        ["dropout", "rrelu", "rand", "bernoulli", "poisson", "empty", "multinomial", "binomial", "normal", "cholesky", "eigvalsh"];

    public static TheoryData<string, int> Surfaces => new() { { "tensor", 110 }, { "torch", 110 }, { "functional", 30 }, { "linalg", 7 } };

    [Theory]
    [MemberData(nameof(Surfaces))]
    public void Gradients_equal_central_differences(string surface, int least)
    {
        var wrong = new List<string>();
        var names = new HashSet<string>();
        foreach (var method in Methods(surface))
        {
            using var scope = NewDisposeScope();
            if (Check(method) is { } answer)
            {
                names.Add(method.ToString()!);
                if (answer.Length > 0)
                {
                    wrong.Add($"{method}: {answer}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(names.Count >= least, $"only {names.Count} operators were differentiated");
    }

    private static IEnumerable<MethodInfo> Methods(string surface)
    {
        var (type, flags) = surface switch
        {
            "tensor" => (typeof(Tensor), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly),
            "torch" => (typeof(torch), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
            "linalg" => (typeof(linalg), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
            _ => (typeof(nn.functional), BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
        };
        return type.GetMethods(flags).Where(method => method.ReturnType == typeof(Tensor) && !method.ContainsGenericParameters
            && !method.Name.EndsWith('_') && !method.IsSpecialName && IsCallable(method)
            && !Random.Any(part => method.Name.Contains(part, StringComparison.Ordinal)));
    }

    private static bool IsCallable(MethodInfo method)
    {
        var required = method.GetParameters().Where(parameter => !parameter.HasDefaultValue).ToList();
        return required.Count + (method.IsStatic ? 0 : 1) is 1 or 2
            && required.All(parameter => parameter.ParameterType == typeof(Tensor))
            && method.GetParameters().Take(required.Count).SequenceEqual(required)
            && !method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike);
    }

    // Null when the operator has no gradient for real numbers; else what is wrong, or nothing.
    private static string? Check(MethodInfo method)
    {
        var other = linspace(0.31, 0.77, 9, float64).reshape(3, 3).t().contiguous();
        foreach (var shift in new[] { 0.0, 1.3 })
        {
            var x = ((linspace(0.17, 0.83, 9, float64) * 7.1).sin().abs() * 0.7) + 0.12 + shift;
            x = x.reshape(3, 3).requires_grad_();
            try
            {
                if (Call(method, x, other) is not { } y || !y.requires_grad || y.dtype != float64 || !y.isfinite().all().ToBoolean())
                {
                    continue;
                }

                var weights = linspace(-1, 1, y.numel(), float64).cos().reshape(y.shape);
                (y * weights).sum().backward();
                return x.grad is null ? null : Compare(method, x, other, weights);
            }
            catch (TargetInvocationException problem) when (problem.InnerException is TorchException or ArgumentException)
            {
            }
            catch (TorchException problem) when (problem.Message.Contains("derivative", StringComparison.Ordinal))
            {
            }
        }

        return null;
    }

    private static string Compare(MethodInfo method, Tensor x, Tensor other, Tensor weights)
    {
        var gradient = x.grad!.flatten().data<double>().ToArray();
        using var mode = no_grad();
        for (var i = 0; i < gradient.Length; i++)
        {
            var difference = (Value(i, Step) - Value(i, -Step)) / (2 * Step);
            if (Math.Abs(difference - gradient[i]) > Tolerance * Math.Max(1, Math.Abs(difference)))
            {
                return $"element {i}: {gradient[i]} against {difference}";
            }
        }

        return "";

        double Value(int element, double step)
        {
            using var inner = NewDisposeScope();
            var moved = x.detach().flatten().clone();
            moved[element] = moved[element] + step;
            return (Call(method, moved.reshape(3, 3), other)! * weights).sum().item<double>();
        }
    }

    private static Tensor? Call(MethodInfo method, Tensor x, Tensor other)
    {
        var arguments = method.GetParameters().Select(parameter => parameter.HasDefaultValue ? Default(parameter) : other).ToArray();
        if (method.IsStatic)
        {
            arguments[0] = x;
        }

        return (Tensor?)method.Invoke(method.IsStatic ? null : x, arguments);
    }

    private static object? Default(ParameterInfo parameter) =>
        parameter.DefaultValue is { } value && Nullable.GetUnderlyingType(parameter.ParameterType) is { IsEnum: true } type
            ? Enum.ToObject(type, value) : parameter.DefaultValue;
}

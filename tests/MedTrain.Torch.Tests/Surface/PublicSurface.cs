using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MedTrain.Torch.Tests.Surface;

/// <summary>The public members of an assembly's TorchSharp types as lines: names, parameter names, order, defaults, results.</summary>
internal static partial class PublicSurface
{
    /// <summary>The members that each public type declares itself.</summary>
    internal static IEnumerable<(Type Type, SortedSet<string> Members)> Of(Assembly assembly) =>
        assembly.GetExportedTypes()
            .Where(type => type.Namespace is "TorchSharp" or "TorchSharp.Modules" or "TorchSharp.Utils")
            .Select(type => (type, Members(type)));

    private static SortedSet<string> Members(Type type) =>
        new(type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(member => Line(type, member)).OfType<string>(), StringComparer.Ordinal);

    private static string? Line(Type type, MemberInfo member) => member switch
    {
        MethodInfo { IsSpecialName: true } method when !method.Name.StartsWith("op_", StringComparison.Ordinal) => null,
        MethodInfo method =>
            $"{method.Name}{Generics(method)}({Parameters(method.GetParameters())}) : {Name(method.ReturnType)}",
        ConstructorInfo constructor when !type.IsAbstract => $"new({Parameters(constructor.GetParameters())})",
        FieldInfo { IsLiteral: true } field when type.IsEnum =>
            $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}",
        FieldInfo { IsSpecialName: false } field => $"{field.Name} : {Name(field.FieldType)}",
        PropertyInfo property =>
            $"{property.Name}[{Parameters(property.GetIndexParameters())}] : {Name(property.PropertyType)}",
        _ => null,
    };

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var kind = parameter.IsDefined(typeof(ParamArrayAttribute), false) ? "params " : parameter.IsOut ? "out " : "";
        var value = !parameter.HasDefaultValue ? "" : parameter.RawDefaultValue switch
        {
            null => " = null",
            bool truth => truth ? " = true" : " = false",
            double real => $" = {real.ToString("R", CultureInfo.InvariantCulture)}",
            float real => $" = {real.ToString("R", CultureInfo.InvariantCulture)}",
            var other => $" = {Convert.ToString(other, CultureInfo.InvariantCulture)}",
        };
        return $"{kind}{Name(parameter.ParameterType)} {parameter.Name}{value}";
    }

    /// <summary>A type's name without namespaces that go without saying.</summary>
    internal static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return $"{Name(type.GetElementType()!)}&";
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return $"{Name(inner)}?";
        }

        var name = (type.FullName ?? $"{type.Namespace}.{type.Name}").Split('[')[0].Replace('+', '.');
        name = Arity().Replace(name, "").Replace("TorchSharp.", "", StringComparison.Ordinal);
        name = name.StartsWith("System.", StringComparison.Ordinal) ? name[(name.LastIndexOf('.') + 1)..] : name;
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }

    [GeneratedRegex(@"`\d+")]
    private static partial Regex Arity();
}

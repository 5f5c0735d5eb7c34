using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MedTrain.Configuration;

/// <summary>Reads the <see cref="ValueShape"/> of config records by reflection.</summary>
/// <param name="tables">For each abstract record whose choices are a table: the table's rows.</param>
internal sealed class ShapeReader(IReadOnlyDictionary<Type, IReadOnlyList<(string Name, Type Type)>> tables)
{
    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>The shape of a section.</summary>
    public RecordShape ReadRecord(Type type, bool nullable = false) => new(type, new(() => ReadProperties(type)), nullable);

    private List<ConfigProperty> ReadProperties(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(property => new ConfigProperty(
                ConfigNames.ToKey(property.Name),
                property,
                Read(property.PropertyType, IsNullable(property), property),
                property.IsDefined(typeof(RequiredMemberAttribute)),
                property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "",
                [.. property.GetCustomAttributes<ValidationAttribute>()])),
    ];

    private ValueShape Read(Type type, bool nullable, PropertyInfo property)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) { return Read(inner, nullable: true, property); }

        if (type == typeof(string)) { return new TextShape(nullable); }

        if (type == typeof(bool)) { return new FlagShape(nullable); }

        if (type == typeof(int) || type == typeof(long)) { return new WholeShape(type == typeof(int), nullable); }

        if (type == typeof(double)) { return new RealShape(nullable); }

        if (type == typeof(FreeValue)) { return new FreeShape(nullable); }

        if (type.IsEnum) { return new EnumShape(type, nullable); }

        if (tables.TryGetValue(type, out var rows))
        {
            return new ChoiceShape([.. rows.Select(row => (row.Name, ReadRecord(row.Type)))], nullable);
        }

        if (IsGeneric(type, typeof(IReadOnlyList<>)))
        {
            var item = type.GetGenericArguments()[0];
            return new ListShape(item, Read(item, nullable: false, property), nullable);
        }

        if (IsGeneric(type, typeof(IReadOnlyDictionary<,>)) && type.GetGenericArguments() is [var key, var value] && key == typeof(string))
        {
            return new DictionaryShape(value, Read(value, nullable: false, property), nullable);
        }

        return type is { IsClass: true, IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null
            ? ReadRecord(type, nullable)
            : throw new NotSupportedException(
                $"{property.DeclaringType!.Name}.{property.Name} is a {type.Name}, which a config record cannot hold.");
    }

    private bool IsNullable(PropertyInfo property) =>
        !property.PropertyType.IsValueType && _nullability.Create(property).WriteState == NullabilityState.Nullable;

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}

using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace MedTrain.Configuration;

/// <summary>
/// What a config value may look like, read from a record's property types. Binder, schema and writer all follow these shapes.
/// </summary>
/// <param name="Nullable">Whether null (or nothing after the colon) is a value of its own.</param>
internal abstract record ValueShape(bool Nullable)
{
    /// <summary>The shape in words, for error messages: <c>a whole number</c>.</summary>
    public abstract string Words { get; }

    /// <summary>Whether it is written as one word, not as a list or section.</summary>
    public bool IsSingle => this is TextShape or FlagShape or WholeShape or RealShape or EnumShape;
}

/// <summary>A string; any single YAML value will do (<c>1</c> is then the text "1").</summary>
internal sealed record TextShape(bool Nullable) : ValueShape(Nullable)
{
    /// <inheritdoc/>
    public override string Words => "text";
}

/// <summary>A bool.</summary>
internal sealed record FlagShape(bool Nullable) : ValueShape(Nullable)
{
    /// <inheritdoc/>
    public override string Words => "true or false";
}

/// <summary>An int (32 bit) or a long.</summary>
internal sealed record WholeShape(bool Is32Bit, bool Nullable) : ValueShape(Nullable)
{
    /// <inheritdoc/>
    public override string Words => "a whole number";
}

/// <summary>A double, always finite.</summary>
internal sealed record RealShape(bool Nullable) : ValueShape(Nullable)
{
    /// <inheritdoc/>
    public override string Words => "a number";
}

/// <summary>An enum, its members in snake_case.</summary>
internal sealed record EnumShape(Type Enum, bool Nullable) : ValueShape(Nullable)
{
    /// <summary>The members as they are written in YAML, in the order of their declaration.</summary>
    public IReadOnlyList<string> Names { get; } = [.. System.Enum.GetNames(Enum).Select(ConfigNames.ToKey)];

    /// <inheritdoc/>
    public override string Words => "one of " + string.Join(", ", Names);
}

/// <summary>Anything: a <see cref="FreeValue"/>.</summary>
internal sealed record FreeShape(bool Nullable) : ValueShape(Nullable)
{
    /// <inheritdoc/>
    public override string Words => "a value";
}

/// <summary>A list of values of one shape.</summary>
internal sealed record ListShape(Type ItemType, ValueShape Item, bool Nullable) : ValueShape(Nullable)
{
    /// <inheritdoc/>
    public override string Words => "a list";
}

/// <summary>A mapping with free keys and values of one shape.</summary>
internal sealed record DictionaryShape(Type ValueType, ValueShape Value, bool Nullable) : ValueShape(Nullable)
{
    /// <inheritdoc/>
    public override string Words => "a mapping of names to values";
}

/// <summary>A section: a record whose properties are the keys.</summary>
internal sealed record RecordShape(Type Type, Lazy<IReadOnlyList<ConfigProperty>> LazyProperties, bool Nullable) : ValueShape(Nullable)
{
    /// <summary>The keys, in the order of their declaration. Read on first use, so that a record may contain itself.</summary>
    public IReadOnlyList<ConfigProperty> Properties => LazyProperties.Value;

    /// <inheritdoc/>
    public override string Words => "a section";

    /// <summary>A new record with every optional property at its default; required ones are still unset.</summary>
    public object CreateDefault() => Activator.CreateInstance(Type, nonPublic: true)!;
}

/// <summary>One row of a table, written as a mapping with one key: <c>resize: {size: [64, 64]}</c>.</summary>
/// <param name="Choices">The table's rows: the name and the record of its settings.</param>
/// <param name="Nullable">As for every shape.</param>
internal sealed record ChoiceShape(IReadOnlyList<(string Name, RecordShape Settings)> Choices, bool Nullable) : ValueShape(Nullable)
{
    /// <inheritdoc/>
    public override string Words => "one of " + string.Join(", ", Choices.Select(choice => choice.Name));
}

/// <summary>One key of a section.</summary>
/// <param name="Key">The name in YAML.</param>
/// <param name="Property">The property that it fills.</param>
/// <param name="Shape">What the value may look like.</param>
/// <param name="Required">Whether it must be given (C# <c>required</c>).</param>
/// <param name="Description">One sentence for editors and help.</param>
/// <param name="Bounds">The value's limits, from DataAnnotations.</param>
internal sealed record ConfigProperty(
    string Key, PropertyInfo Property, ValueShape Shape, bool Required, string Description, IReadOnlyList<ValidationAttribute> Bounds);

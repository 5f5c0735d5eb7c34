using System.CommandLine;
using MedTrain.Configuration;

namespace MedTrain.Commands;

/// <summary>
/// One option for every key of a config record that holds a value or a list of values (<c>images_per_patient</c> becomes
/// <c>--images-per-patient</c>), with the key's own description and bounds: what a config file may say about the record, the command line may
/// say too, under the same rules. A list is written with commas.
/// </summary>
internal sealed class RecordOptions<T>
    where T : class
{
    private readonly List<(ConfigProperty Property, Option<string?> Option)> _options = [];

    /// <summary>Adds the options to <paramref name="command"/>, leaving out the keys in <paramref name="except"/>.</summary>
    public RecordOptions(Command command, params string[] except)
    {
        var shape = new ShapeReader(ConfigTables.All).ReadRecord(typeof(T));
        var defaults = shape.CreateDefault();
        foreach (var property in shape.Properties.Where(property => FitsOneWord(property.Shape) && !except.Contains(property.Key)))
        {
            var option = new Option<string?>("--" + property.Key.Replace('_', '-'))
            {
                Description = $"{property.Description}{Limits(property, property.Property.GetValue(defaults))}",
                Required = property.Required,
                // A switch needs no word: --stratified is --stratified true.
                Arity = IsSwitch(property) ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
                HelpName = property.Shape is EnumShape names ? string.Join('|', names.Names) : property.Shape is ListShape ? "A,B"
                    : IsSwitch(property) ? "true|false" : "VALUE",
            };
            _options.Add((property, option));
            command.Options.Add(option);
        }
    }

    /// <summary>What was typed, as overrides of the record at <paramref name="path"/> (empty: the record is the whole config).</summary>
    public IEnumerable<ConfigOverride> Given(ParseResult parsed, string path = "") =>
        _options.Where(row => parsed.GetResult(row.Option) is not null)
            .Select(row => new ConfigOverride(
                ConfigNames.Join(path, row.Property.Key), Yaml(row.Property, Typed(parsed, row)), row.Option.Name));

    private static string Typed(ParseResult parsed, (ConfigProperty Property, Option<string?> Option) row) =>
        parsed.GetValue(row.Option) ?? (IsSwitch(row.Property) ? "true" : "");

    private static bool IsSwitch(ConfigProperty property) => property.Property.PropertyType == typeof(bool);

    private static bool FitsOneWord(ValueShape shape) => shape is { IsSingle: true } or ListShape { Item.IsSingle: true };

    private static string Yaml(ConfigProperty property, string typed) => property.Shape is ListShape ? $"[{typed}]" : typed;

    private static string Limits(ConfigProperty property, object? value)
    {
        var words = property.Bounds.Select(bound => Bounds.Words(bound, property.Shape)).ToList();
        if (value is not null && !property.Required)
        {
            words.Insert(0, $"default: {(value is Enum member ? ConfigNames.ToKey(member.ToString()) : value)}");
        }

        return words.Count == 0 ? "" : $" [{string.Join("; ", words)}]";
    }
}

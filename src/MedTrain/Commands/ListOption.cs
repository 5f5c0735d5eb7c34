using System.CommandLine;
using System.Globalization;

namespace MedTrain.Commands;

/// <summary>An option that holds several words with commas between them.</summary>
internal sealed class ListOption
{
    private readonly Option<string?> _option;

    /// <summary>Adds the option to <paramref name="command"/>.</summary>
    public ListOption(Command command, string name, string description, string helpName)
    {
        _option = new Option<string?>(name) { Description = description, HelpName = helpName };
        command.Options.Add(_option);
    }

    /// <summary>The words; none when the option was not typed.</summary>
    /// <exception cref="UsageException">There is nothing between two commas.</exception>
    public IReadOnlyList<string> Words(ParseResult parsed)
    {
        if (parsed.GetValue(_option) is not { } typed) { return []; }

        var words = typed.Split(',', StringSplitOptions.TrimEntries);
        return words.Contains("")
            ? throw new UsageException($"{_option.Name} — {typed} — there is nothing between two commas — write A,B,C")
            : words;
    }

    /// <summary>The words as numbers.</summary>
    /// <exception cref="UsageException">A word is no finite number.</exception>
    public IReadOnlyList<double> Numbers(ParseResult parsed) =>
    [
        .. Words(parsed).Select(word =>
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number
                : throw new UsageException($"{_option.Name} — {word} — is no number — write numbers with decimal points, as in 0.1,0.2")),
    ];
}

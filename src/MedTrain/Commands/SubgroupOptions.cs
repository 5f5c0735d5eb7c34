using System.CommandLine;
using System.Globalization;
using MedTrain.Evaluation.Subgroups;

namespace MedTrain.Commands;

/// <summary>Which subgroups an evaluation shows: values of columns, numbers in bands.</summary>
internal sealed class SubgroupOptions
{
    // A column of more different numbers than this is a measured quantity, not a code.
    private const int MostCodes = 10;

    private static readonly double[] BandsOfAge = [20, 40, 60, 80];

    private readonly ListOption _by;
    private readonly ListOption _bands;
    private readonly Option<string?> _metric = new("--by-metric")
    {
        Description = "The metric by subgroups [default: roc_auc; mae for regression]",
        HelpName = "METRIC",
    };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public SubgroupOptions(Command command)
    {
        _by = new ListOption(
            command, "--by", "Also evaluate by the values of these columns (of the run's manifest, or of the CSV file), such as "
            + "sex,site,age.", "A,B");
        _bands = new ListOption(
            command, "--bands", "Edges of the bands of columns of numbers [default: for ages 20,40,60,80; codes of up to "
            + $"{MostCodes} values are no bands]", "X,Y");
        command.Options.Add(_metric);
    }

    /// <summary>One table a column.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="input">The predictions.</param>
    public IReadOnlyList<SubgroupTable> Make(ParseResult parsed, PredictionInput input)
    {
        var names = _by.Words(parsed);
        if (names.Count == 0)
        {
            return parsed.GetResult(_metric) is null && _bands.Words(parsed).Count == 0 ? []
                : throw new UsageException("--bands and --by-metric — are of subgroups — add --by COLUMN");
        }

        var columns = input.ReadColumns(names);
        return
        [
            .. names.Select(name =>
            {
                var (groups, order) = Groups(parsed, name, columns.Of(name, input.CaseIds));
                return SubgroupTable.Make(input.Table, name, groups, parsed.GetValue(_metric), input.Config, input.Validation, order);
            }),
        ];
    }

    /// <summary>The group of each case, and the order of bands; null = the order of names.</summary>
    private (IReadOnlyList<string?> Groups, IReadOnlyList<string>? Order) Groups(
        ParseResult parsed, string column, IReadOnlyList<string?> values)
    {
        var edges = _bands.Numbers(parsed);
        var numbers = values.Select(Number).ToList();
        var isNumber = numbers.Exists(double.IsFinite)
            && values.Zip(numbers).All(pair => pair.First is null || !double.IsNaN(pair.Second));
        if (!isNumber || (edges.Count == 0 && numbers.Where(double.IsFinite).Distinct().Count() <= MostCodes)) { return (values, null); }

        if (edges.Count == 0)
        {
            var known = numbers.Where(double.IsFinite).ToList();
            edges = known.All(number => number is >= 0 and <= 120) && known.Max() > BandsOfAge[0]
                ? BandsOfAge
                : throw new UsageException(
                    $"--by — {column} — holds numbers from {known.Min():0.###} to {known.Max():0.###} — say where its bands begin: "
                    + "--bands X,Y");
        }

        if (!edges.SequenceEqual(edges.Distinct().Order()))
        {
            throw new UsageException($"--bands — {string.Join(",", edges)} — the edges do not rise — write them from low to high");
        }

        return ([.. numbers.Select(number => AgeBands.Of(number, edges))], AgeBands.Names(edges));
    }

    // DICOM writes ages as 063Y, 011M, 003W or 020D; here they are years.
    private static double Number(string? text)
    {
        if (text is { Length: 4 } && "DWMY".IndexOf(text[3], StringComparison.Ordinal) is >= 0 and var unit
            && int.TryParse(text.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var age))
        {
            return age / new[] { 365.25, 365.25 / 7, 12, 1 }[unit];
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
    }
}

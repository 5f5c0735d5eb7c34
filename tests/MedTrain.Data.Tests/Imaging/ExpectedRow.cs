using System.Globalization;
using CsvHelper;

namespace MedTrain.Data.Tests.Imaging;

/// <summary>A row of one of the real images' expected.csv files.</summary>
public sealed class ExpectedRow(IReadOnlyDictionary<string, string> cells)
{
    public string this[string column] => cells[column];

    public bool Has(string column) => cells[column].Length > 0;

    public double Number(string column) => double.Parse(cells[column], CultureInfo.InvariantCulture);

    /// <summary>Numbers separated by blanks, commas or x, in brackets or not.</summary>
    public double[] Numbers(string column) => [.. cells[column]
        .Split([' ', ',', 'x', '[', ']'], StringSplitOptions.RemoveEmptyEntries)
        .Select(part => double.Parse(part, CultureInfo.InvariantCulture))];

    /// <summary>All rows of a file; none where the real images are absent.</summary>
    public static IReadOnlyList<ExpectedRow> All(params string[] parts)
    {
        if (SharedData.Root is null)
        {
            return [];
        }
        using var reader = new CsvReader(new StreamReader(SharedData.At(parts)), CultureInfo.InvariantCulture);
        return [.. reader.GetRecords<dynamic>().Select(row =>
            new ExpectedRow(((IDictionary<string, object>)row).ToDictionary(c => c.Key, c => (string)c.Value)))];
    }
}

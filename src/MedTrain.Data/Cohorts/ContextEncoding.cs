using System.Globalization;

namespace MedTrain.Data.Cohorts;

/// <summary>How one column of the manifest becomes numbers for a network.</summary>
/// <param name="Name">The column.</param>
/// <param name="Levels">Of a category: its values in the training part, one number each, 1 or 0; null for a quantity.</param>
/// <param name="Mean">Of a quantity: its mean in the training part.</param>
/// <param name="Deviation">Of a quantity: its standard deviation there.</param>
public sealed record ContextColumn(string Name, IReadOnlyList<string>? Levels, double Mean = 0, double Deviation = 1)
{
    /// <summary>How many numbers it gives. A quantity's second number says whether it is unknown.</summary>
    public int Width => Levels?.Count ?? 2;

    /// <summary>The numbers of one value. What is unknown, or no level, is the mean, or no level at all.</summary>
    /// <param name="text">The value as the manifest has it; null when there is none.</param>
    public IEnumerable<float> Encode(string? text)
    {
        if (Levels is not null) { return Levels.Select(level => level == text ? 1f : 0f); }

        return SplitBalance.TryNumber(text ?? "", out var value) ? [(float)((value - Mean) / Deviation), 0] : [0, 1];
    }
}

/// <summary>
/// Tabular context (age, sex, site, …) as numbers: quantities standardised by the training part, categories one number a level. Fitted to the
/// training part alone.
/// </summary>
/// <param name="Columns">The columns.</param>
public sealed record ContextEncoding(IReadOnlyList<ContextColumn> Columns)
{
    /// <summary>Numbers of one case.</summary>
    public int Width => Columns.Sum(column => column.Width);

    /// <summary>Fits it to the training cases.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="training">Indices of the training cases.</param>
    /// <param name="names">The columns.</param>
    public static ContextEncoding Fit(Cohort cohort, IReadOnlyList<int> training, IReadOnlyList<string> names) => new(
        [.. names.Select(name =>
        {
            string[] known = [.. training.Select(index => cohort.Cases[index].Columns.GetValueOrDefault(name, "")).Where(value => !LabelEncoder.IsUnknown(value))];
            if (!SplitBalance.IsNumeric(cohort, name))
            {
                return new ContextColumn(name, [.. known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
            }

            double[] numbers = [.. known.Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
            var mean = numbers.Length == 0 ? 0 : numbers.Average();
            var spread = numbers.Length < 2 ? 0 : Math.Sqrt(numbers.Sum(value => (value - mean) * (value - mean)) / (numbers.Length - 1));
            return new ContextColumn(name, null, mean, spread > 0 ? spread : 1);
        })]);

    /// <summary>The numbers of one case.</summary>
    /// <param name="valueOf">The value of a column as text; null when unknown.</param>
    public float[] Encode(Func<string, string?> valueOf) => [.. Columns.SelectMany(column => column.Encode(valueOf(column.Name)))];
}

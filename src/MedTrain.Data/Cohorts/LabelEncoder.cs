using System.Globalization;

namespace MedTrain.Data.Cohorts;

/// <summary>
/// Turns the text of label columns into numbers. Blank, <c>NA</c>, <c>n/a</c> and <c>NaN</c> are unknown (NaN), unless a class has that name.
/// </summary>
internal abstract class LabelEncoder
{
    /// <summary>Names of the numbers that <see cref="Encode"/> gives.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Encodes the label values of one line; a value that cannot be is a problem of that line and NaN in the result.</summary>
    /// <param name="values">Text of each label column.</param>
    /// <param name="line">The line, for problems.</param>
    /// <param name="problems">Where problems go.</param>
    /// <returns>One number per name.</returns>
    public abstract float[] Encode(IReadOnlyList<string> values, int line, ProblemList problems);

    /// <summary>Makes the encoder of a task, after a look at all values of the label columns.</summary>
    /// <param name="config">The cohort's section of the experiment file.</param>
    /// <param name="task">The task.</param>
    /// <param name="columns">Names of the label columns.</param>
    /// <param name="rows">Label values per line.</param>
    /// <param name="problems">Where problems of the config go.</param>
    /// <param name="warnings">Where remarks go.</param>
    /// <returns>The encoder, or null when the config does not fit the values.</returns>
    public static LabelEncoder? For(
        CohortConfig config,
        LabelTask task,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<string>> rows,
        ProblemList problems,
        List<string> warnings)
    {
        if (task is LabelTask.Binary or LabelTask.Multiclass && columns.Count != 1)
        {
            problems.AddConfig("data.labels", $"task {task.ToString().ToLowerInvariant()} needs exactly one label column, given are {columns.Count}; for several 0/1 columns set task: multilabel");
            return null;
        }
        return task switch
        {
            LabelTask.Regression => new NumericEncoder(columns, binary: false),
            LabelTask.Multilabel => new NumericEncoder(columns, binary: true),
            LabelTask.Multiclass => ClassEncoder.Of(config.Classes, columns[0], Distinct(rows), problems),
            _ => Binary(config.Positive, columns[0], Distinct(rows), problems, warnings),
        };
    }

    /// <summary>Whether a text means that the value is not known.</summary>
    public static bool IsUnknown(string text) =>
        text.Length == 0 || text.Equals("nan", StringComparison.OrdinalIgnoreCase)
        || text.Equals("na", StringComparison.OrdinalIgnoreCase) || text.Equals("n/a", StringComparison.OrdinalIgnoreCase);

    private static List<string> Distinct(IEnumerable<IReadOnlyList<string>> rows) =>
        [.. rows.Select(values => values[0]).Where(value => !IsUnknown(value)).Distinct(StringComparer.Ordinal)];

    private static LabelEncoder? Binary(string? positive, string column, List<string> values, ProblemList problems, List<string> warnings)
    {
        if (positive is not null)
        {
            if (values.Count > 0 && !values.Contains(positive, StringComparer.Ordinal))
            {
                problems.AddConfig("data.positive", $"'{positive}' is no value of column '{column}'; its values are {Listed(values)}.{NearestName.Question(positive, values)}");
                return null;
            }
            if (values.Count > 2)
            {
                warnings.Add($"column '{column}': '{positive}' is 1 and every other value is 0 ({Listed([.. values.Where(value => value != positive)])})");
            }
            return new PositiveEncoder(column, positive);
        }
        if (values.Count > 0 && !values.Any(value => NumericEncoder.TryBinary(value, out _)))
        {
            problems.AddConfig("data.positive", $"column '{column}' holds text ({Listed(values)}); say which value is 1, such as data.positive: {values[0]}");
            return null;
        }
        return new NumericEncoder([column], binary: true);
    }

    private static string Listed(List<string> values) =>
        string.Join(", ", values.Order(StringComparer.Ordinal).Take(12)) + (values.Count > 12 ? $", … ({values.Count} values)" : "");

    private sealed class PositiveEncoder(string column, string positive) : LabelEncoder
    {
        public override IReadOnlyList<string> Names { get; } = [column];

        public override float[] Encode(IReadOnlyList<string> values, int line, ProblemList problems) =>
            [values[0] == positive ? 1 : IsUnknown(values[0]) ? float.NaN : 0];
    }
}

/// <summary>Label columns of numbers: 0/1 (also written true/false), or any finite number.</summary>
internal sealed class NumericEncoder(IReadOnlyList<string> columns, bool binary) : LabelEncoder
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => columns;

    /// <inheritdoc/>
    public override float[] Encode(IReadOnlyList<string> values, int line, ProblemList problems)
    {
        var numbers = new float[columns.Count];
        for (var label = 0; label < numbers.Length; label++)
        {
            numbers[label] = float.NaN;
            if (IsUnknown(values[label]))
            {
                continue;
            }
            if (binary ? TryBinary(values[label], out var number) : TryFinite(values[label], out number))
            {
                numbers[label] = number;
                continue;
            }
            var allowed = binary ? "must be 0, 1 or blank (unknown)" : "must be a number with a decimal point, or blank (unknown)";
            problems.AddLine(line, $"label '{columns[label]}' {allowed}", $"label '{columns[label]}' is '{values[label]}'; it {allowed}");
        }
        return numbers;
    }

    /// <summary>Reads 0, 1, 0.0, 1.0, true or false.</summary>
    public static bool TryBinary(string text, out float value)
    {
        if (bool.TryParse(text, out var truth))
        {
            value = truth ? 1 : 0;
            return true;
        }
        return TryFinite(text, out value) && value is 0 or 1;
    }

    private static bool TryFinite(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
}

/// <summary>One label column that holds the name of a class.</summary>
internal sealed class ClassEncoder(string column, IReadOnlyList<string> classes) : LabelEncoder
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => classes;

    /// <summary>Takes the classes as configured, or all values of the column: whole numbers by value, text by ordinal order.</summary>
    public static ClassEncoder? Of(IReadOnlyList<string>? configured, string column, List<string> values, ProblemList problems)
    {
        var classes = configured ?? Sorted(values);
        if (classes.Count < 2)
        {
            problems.AddConfig(configured is null ? "data.labels" : "data.classes", $"column '{column}' has {classes.Count} class; a multiclass task needs 2 or more");
            return null;
        }
        if (classes.Distinct(StringComparer.Ordinal).Count() < classes.Count)
        {
            problems.AddConfig("data.classes", "names a class twice");
            return null;
        }
        return new ClassEncoder(column, classes);
    }

    /// <inheritdoc/>
    public override float[] Encode(IReadOnlyList<string> values, int line, ProblemList problems)
    {
        var numbers = new float[classes.Count];
        var position = classes.ToList().IndexOf(values[0]);
        if (position >= 0)
        {
            numbers[position] = 1;
            return numbers;
        }
        if (!IsUnknown(values[0]))
        {
            var topic = $"label '{column}' must be one of {string.Join(", ", classes)}";
            problems.AddLine(line, topic, $"label '{column}' is '{values[0]}'; it must be one of {string.Join(", ", classes)}, or blank (unknown).{NearestName.Question(values[0], classes)}");
        }
        Array.Fill(numbers, float.NaN);
        return numbers;
    }

    private static List<string> Sorted(List<string> values) => values.TrueForAll(value => long.TryParse(value, CultureInfo.InvariantCulture, out _))
        ? [.. values.OrderBy(value => long.Parse(value, CultureInfo.InvariantCulture))]
        : [.. values.Order(StringComparer.Ordinal)];
}

using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace MedTrain.Configuration;

/// <summary>The limits that DataAnnotations put on a config value, checked and put into words.</summary>
internal static class Bounds
{
    /// <summary>Whether <paramref name="value"/> keeps the bound. A <see cref="RangeAttribute"/> on a list holds for each item.</summary>
    public static bool Holds(ValidationAttribute bound, object value) => bound switch
    {
        RangeAttribute range when value is IEnumerable items and not string => items.Cast<object>().All(item => InRange(range, item)),
        RangeAttribute range => InRange(range, value),
        MinLengthAttribute min => LengthOf(value) >= min.Length,
        MaxLengthAttribute max => LengthOf(value) <= max.Length,
        LengthAttribute length => LengthOf(value) >= length.MinimumLength && LengthOf(value) <= length.MaximumLength,
        _ => bound.IsValid(value),
    };

    /// <summary>What the bound allows: <c>must be at least 1</c>.</summary>
    public static string Words(ValidationAttribute bound, ValueShape shape) => bound switch
    {
        RangeAttribute range => (shape is ListShape ? "each must be " : "must be ") + RangeWords(range),
        MinLengthAttribute min => $"must have at least {Counted(min.Length, shape)}",
        MaxLengthAttribute max => $"must have at most {Counted(max.Length, shape)}",
        LengthAttribute length when length.MinimumLength == length.MaximumLength => $"must have {Counted(length.MinimumLength, shape)}",
        LengthAttribute length => $"must have {length.MinimumLength} to {Counted(length.MaximumLength, shape)}",
        AllowedValuesAttribute allowed => "allowed: " + string.Join(", ", allowed.Values),
        RegularExpressionAttribute expression => $"must match {expression.Pattern}",
        _ => bound.FormatErrorMessage("the value"),
    };

    /// <summary>The lower limit, or null when there is none; an int's or double's smallest value counts as none.</summary>
    public static double? LowerOf(RangeAttribute range) => Limit(range.Minimum);

    /// <summary>The upper limit, or null when there is none.</summary>
    public static double? UpperOf(RangeAttribute range) => Limit(range.Maximum);

    private static double? Limit(object limit) => limit switch
    {
        int.MinValue or int.MaxValue or long.MinValue or long.MaxValue or double.MinValue or double.MaxValue => null,
        _ when Convert.ToDouble(limit, CultureInfo.InvariantCulture) is var value && double.IsFinite(value) => value,
        _ => null,
    };

    private static bool InRange(RangeAttribute range, object value)
    {
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        var aboveLower = LowerOf(range) is not { } lower || (range.MinimumIsExclusive ? number > lower : number >= lower);
        var belowUpper = UpperOf(range) is not { } upper || (range.MaximumIsExclusive ? number < upper : number <= upper);
        return aboveLower && belowUpper;
    }

    private static string RangeWords(RangeAttribute range)
    {
        var lower = LowerOf(range) is { } low ? (range.MinimumIsExclusive ? $"more than {low}" : $"at least {low}") : null;
        var upper = UpperOf(range) is { } high ? (range.MaximumIsExclusive ? $"less than {high}" : $"at most {high}") : null;
        return string.Join(" and ", new[] { lower, upper }.Where(part => part is not null));
    }

    private static int LengthOf(object value) => value is string text ? text.Length : ((IEnumerable)value).Cast<object>().Count();

    private static string Counted(int count, ValueShape shape)
    {
        var unit = shape is TextShape ? "character" : "item";
        return count == 1 ? $"1 {unit}" : $"{count} {unit}s";
    }
}

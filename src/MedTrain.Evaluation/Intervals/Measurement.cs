namespace MedTrain.Evaluation.Intervals;

/// <summary>A number with its uncertainty, or the reason why there is none: never a bare number.</summary>
/// <param name="Count">Number of cases it rests on.</param>
/// <param name="Positives">Number of positive cases; null where there is no such thing.</param>
/// <param name="Patients">Number of patients of these cases.</param>
public abstract record Measurement(int Count, int? Positives, int Patients);

/// <summary>An estimate.</summary>
/// <param name="Value">The estimate from the sample itself.</param>
/// <param name="Lower">Lower end of the interval; NaN when only the value can be computed (see <paramref name="Method"/>).</param>
/// <param name="Upper">Upper end of the interval; NaN when only the value can be computed.</param>
/// <param name="Count">Number of cases.</param>
/// <param name="Positives">Number of positive cases; null where there is no such thing.</param>
/// <param name="Patients">Number of patients.</param>
/// <param name="Method">How the interval was made, or why there is none.</param>
public sealed record Estimate(double Value, double Lower, double Upper, int Count, int? Positives, int Patients, string Method)
    : Measurement(Count, Positives, Patients)
{
    /// <summary>Replicates in which the number was undefined; they are left out of the interval.</summary>
    public int Degenerate { get; init; }

    /// <summary>Whether there is an interval.</summary>
    public bool HasInterval => !double.IsNaN(Lower) && !double.IsNaN(Upper);
}

/// <summary>A number that cannot be computed from these cases.</summary>
/// <param name="Reason">Why, in words: "there is no positive case".</param>
/// <param name="Count">Number of cases.</param>
/// <param name="Positives">Number of positive cases; null where there is no such thing.</param>
/// <param name="Patients">Number of patients.</param>
public sealed record NotComputable(string Reason, int Count, int? Positives, int Patients) : Measurement(Count, Positives, Patients);

namespace MedTrain.Configuration;

/// <summary>
/// Where a value was written: a file with line and column (both from 1), or an override such as <c>--set training.epochs</c> (line 0).
/// </summary>
internal readonly record struct ConfigOrigin(string Source, int Line = 0, int Column = 0)
{
    /// <summary><c>file:line:column</c>, which terminals and editors can jump to; or the override as it was typed.</summary>
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
